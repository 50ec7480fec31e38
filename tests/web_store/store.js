// Loads the web store's models as they are. All but User.js expect `mongoose` to be in scope already.
const fs = require('fs');
const path = require('path');

globalThis.mongoose = require('mongoose');

const folder = path.join(__dirname, 'models');
for (const file of fs.readdirSync(folder).sort()) require(path.join(folder, file));

const { EJSON } = mongoose.mongo.BSON;
const lines = () => fs.readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => EJSON.parse(line));
const print = (result) => console.log(JSON.stringify(result));

module.exports = { mongoose, EJSON, lines, print };
