/** Captures standard output and standard error while `work` runs, and prints nothing. */
export async function captureLogs<Result>(work: () => Promise<Result>): Promise<{ result: Result; logs: string }> {
  let logs = "";
  const keep = (chunk: unknown) => {
    logs += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, "write").mockImplementation(keep));
  try {
    const result = await work();
    return { result, logs };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
