const productSchema = new mongoose.Schema({
  name: { type: String, required: true, index: true },
  slug: { type: String, required: true, unique: true },
  description: { type: String, required: true },
  shortDescription: String,
  
  pricing: {
    basePrice: { type: Number, required: true, min: 0 },
    salePrice: Number,
    currency: { type: String, default: 'USD' },
    costPrice: Number, // For profit calculation
  },
  
  inventory: {
    sku: { type: String, required: true, unique: true },
    quantity: { type: Number, required: true, min: 0 },
    lowStockThreshold: { type: Number, default: 10 },
    trackQuantity: { type: Boolean, default: true },
    allowBackorders: { type: Boolean, default: false }
  },
  
  category: {
    type: mongoose.Schema.Types.ObjectId,
    ref: 'Category',
    required: true,
    index: true
  },
  
  images: [{
    url: String,
    alt: String,
    isPrimary: { type: Boolean, default: false }
  }],
  
  specifications: [{
    name: String,
    value: String,
    unit: String
  }],
  
  variants: [{
    name: String, // Color, Size, etc.
    options: [String], // Red, Blue, S, M, L
    required: { type: Boolean, default: false }
  }],
  
  seo: {
    metaTitle: String,
    metaDescription: String,
    keywords: [String]
  },
  
  shipping: {
    weight: Number,
    dimensions: {
      length: Number,
      width: Number,
      height: Number
    },
    shippingClass: String
  },
  
  status: {
    type: String,
    enum: ['active', 'inactive', 'draft', 'archived'],
    default: 'draft'
  },
  
  vendor: {
    type: mongoose.Schema.Types.ObjectId,
    ref: 'User'
  },
  
  ratings: {
    average: { type: Number, default: 0, min: 0, max: 5 },
    count: { type: Number, default: 0 }
  },
  
  tags: [String],
  featured: { type: Boolean, default: false },
  
  createdAt: { type: Date, default: Date.now },
  updatedAt: { type: Date, default: Date.now }
});

// Compound indexes for common queries
productSchema.index({ category: 1, status: 1 });
productSchema.index({ 'pricing.basePrice': 1 });
productSchema.index({ featured: 1, status: 1 });
productSchema.index({ name: 'text', description: 'text', tags: 'text' });

module.exports = mongoose.model('Product', productSchema);
