// Takes jobs as JSON on stdin, a line each: {zpl, width and height in mm, dots per mm}.
// Prints a JSON list of each job's labels as PNG in base64, a line each.
const { ready } = require("zpl-renderer-js");

let text = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", async () => {
  const { api } = await ready;
  const done = [];
  for (const job of text.trim().split("\n").map(JSON.parse)) {
    done.push(JSON.stringify(await api.zplToBase64MultipleAsync(job.zpl, job.width, job.height, job.dots)));
  }
  process.stdout.write(done.join("\n"), () => process.exit(0));
});
