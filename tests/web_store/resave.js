// Changes documents the way the web store does: node resave.js URI, one EJSON line {model, document} on stdin;
// `document` has the _id and the fields to set. Prints {model, id} or {model, error} for each.
const { mongoose, lines, print } = require('./store');

(async () => {
  await mongoose.connect(process.argv[2], { autoIndex: false });
  for (const { model, document } of lines()) {
    const found = await mongoose.model(model).findById(document._id);
    found.set(document);
    await found.save().then(
      () => print({ model, id: String(found._id) }),
      (error) => print({ model, error: error.message }),
    );
  }
  await mongoose.disconnect();
})();
