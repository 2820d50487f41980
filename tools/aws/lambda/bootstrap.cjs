// A small Lambda Node.js runtime: loads the handler once, then answers one invocation at a time. Runs in a worker
// thread with nothing but the function's own environment. Plain JavaScript, so that a sandbox starts without a
// compiler.
const { join } = require("node:path");
const { parentPort, workerData } = require("node:worker_threads");

const { taskRoot, handlerName, functionName, functionArn, memoryMegabytes } = workerData;
let written = "";
for (const stream of [process.stdout, process.stderr]) stream.write = collect;
process.on("exit", hand);
const loaded = load();
parentPort.on("message", invoke);
parentPort.postMessage({ ready: true });

/** Output goes to the parent in one message per turn. A worker's own streams cost one message per line, both ways. */
function collect(text, encoding, done) {
  if (written === "") setImmediate(hand);
  written += text;
  const callback = typeof encoding === "function" ? encoding : done;
  if (callback) process.nextTick(callback);
  return true;
}

function hand() {
  if (written !== "") parentPort.postMessage({ written });
  written = "";
}

function load() {
  try {
    const dot = handlerName.indexOf(".");
    const handler = require(join(taskRoot, handlerName.slice(0, dot)))[handlerName.slice(dot + 1)];
    if (typeof handler === "function") return { handler };
    const error = new Error(`${handlerName} is undefined or not exported`);
    error.name = "Runtime.HandlerNotFound";
    return { error };
  } catch (error) {
    return { error };
  }
}

async function invoke({ requestId, event, deadline }) {
  try {
    if (loaded.error) throw loaded.error;
    const result = await loaded.handler(JSON.parse(event), contextOf(requestId, deadline));
    answer({ requestId, payload: JSON.stringify(result ?? null), failed: false });
  } catch (error) {
    answer({ requestId, payload: JSON.stringify(describe(error)), failed: true });
  }
}

/** The output of an invocation arrives before its answer. */
function answer(message) {
  hand();
  parentPort.postMessage(message);
}

function contextOf(awsRequestId, deadline) {
  return {
    awsRequestId,
    functionName,
    invokedFunctionArn: functionArn,
    functionVersion: "$LATEST",
    memoryLimitInMB: String(memoryMegabytes),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}
