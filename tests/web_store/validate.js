// Passes documents through the web store's models: one EJSON line {model, document} in, one JSON line out.
//   {model, id, errors}: errors is empty where the model takes the document and changes nothing of it.
const { mongoose, lines, print } = require('./store');

const describe = (value) => `${value?.constructor?.name ?? value} ${JSON.stringify(value)}`;
const isPlain = (value) => Object.prototype.toString.call(value) === '[object Object]' && !value._bsontype;

function same(before, after) {
  if (before?._bsontype === 'ObjectId') return before.equals(after);
  if (before instanceof Date) return after instanceof Date && before.getTime() === after.getTime();
  return typeof before === typeof after && before === after;
}

// Yields what the model cast to something else or dropped although it knows the path.
function* changes(schema, before, after, path = '', depth = '') {
  for (const [name, value] of Object.entries(before)) {
    const here = path ? `${path}.${name}` : name;
    const known = depth ? `${depth}.${name}` : name;
    const kept = after?.[name];
    if (kept === undefined) {
      if (schema.pathType(known) !== 'adhocOrUndefined') yield `${here}: dropped`;
    } else if (Array.isArray(value)) {
      if (!Array.isArray(kept) || kept.length !== value.length) yield `${here}: list became ${describe(kept)}`;
      else yield* changesInList(schema, value, kept, here, known);
    } else if (isPlain(value)) {
      yield* changes(schema, value, kept, here, known);
    } else if (!same(value, kept)) {
      yield `${here}: ${describe(value)} became ${describe(kept)}`;
    }
  }
}

function* changesInList(schema, before, after, path, depth) {
  const inner = schema.path(depth)?.schema;
  for (const [index, value] of before.entries()) {
    const here = `${path}.${index}`;
    if (isPlain(value) && inner) yield* changes(inner, value, after[index], here);
    else if (!same(value, after[index])) yield `${here}: ${describe(value)} became ${describe(after[index])}`;
  }
}

async function check({ model, document }) {
  const Model = mongoose.model(model);
  const made = new Model(document);
  const errors = [];
  try {
    await made.validate();
  } catch (error) {
    errors.push(...Object.entries(error.errors ?? { '': error }).map(([path, reason]) => `${path}: ${reason.message}`));
  }
  errors.push(...changes(Model.schema, document, made.toObject({ flattenMaps: true })));
  return { model, id: String(document._id), errors };
}

(async () => {
  for (const line of lines()) print(await check(line));
})();
