// Writes documents the way the web store does: node save.js URI, one EJSON line {model, document} on stdin.
// Prints {model, id} or {model, error} for each; first lets every model make its indexes and prints failures.
const { mongoose, lines, print } = require('./store');

(async () => {
  await mongoose.connect(process.argv[2], { autoIndex: false });
  for (const Model of Object.values(mongoose.models)) {
    await Model.createIndexes().catch((error) => print({ model: Model.modelName, indexError: error.message }));
  }
  for (const { model, document } of lines()) {
    const saved = new (mongoose.model(model))(document);
    await saved.save().then(
      () => print({ model, id: String(saved._id) }),
      (error) => print({ model, error: error.message }),
    );
  }
  await mongoose.disconnect();
})();
