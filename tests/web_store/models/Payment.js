const paymentSchema = new mongoose.Schema({
  order: {
    type: mongoose.Schema.Types.ObjectId,
    ref: 'Order',
    required: true,
    index: true
  },
  
  amount: { type: Number, required: true },
  currency: { type: String, default: 'USD' },
  
  paymentMethod: {
    type: {
      type: String,
      enum: ['card', 'paypal', 'stripe', 'bank_transfer', 'wallet'],
      required: true
    },
    provider: String, // stripe, paypal, razorpay, etc.
    details: {
      last4: String,
      brand: String,
      expiryMonth: Number,
      expiryYear: Number
    }
  },
  
  status: {
    type: String,
    enum: ['pending', 'processing', 'completed', 'failed', 'cancelled', 'refunded'],
    default: 'pending',
    index: true
  },
  
  transactionId: { type: String, unique: true, sparse: true },
  providerTransactionId: String,
  
  gateway: {
    provider: String,
    merchantId: String,
    gatewayTransactionId: String
  },
  
  refunds: [{
    amount: Number,
    reason: String,
    refundId: String,
    processedAt: Date,
    status: {
      type: String,
      enum: ['pending', 'completed', 'failed']
    }
  }],
  
  metadata: {
    ipAddress: String,
    userAgent: String,
    riskScore: Number
  },
  
  processedAt: Date,
  failedAt: Date,
  failureReason: String,
  
  createdAt: { type: Date, default: Date.now },
  updatedAt: { type: Date, default: Date.now }
});

module.exports = mongoose.model('Payment', paymentSchema);
