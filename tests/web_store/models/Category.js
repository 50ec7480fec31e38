// Not in the seed's text: its controllers and `ref: 'Category'` need it. Fields as the desktop documents them.
const categorySchema = new mongoose.Schema({
  name: { type: String, required: true },
  slug: { type: String, required: true, unique: true },
  parent: { type: mongoose.Schema.Types.ObjectId, ref: 'Category' },
  path: [{ type: mongoose.Schema.Types.ObjectId, ref: 'Category' }],
  image: String,
  sortOrder: { type: Number, default: 0 },
  isActive: { type: Boolean, default: true },

  createdAt: { type: Date, default: Date.now },
  updatedAt: { type: Date, default: Date.now }
});

module.exports = mongoose.model('Category', categorySchema);
