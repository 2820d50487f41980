import { Agent, createServer } from "node:http";
import { type Listening, listenOnLoopback } from "../../../tools/support/listen";
import { postJson } from "../../../tools/support/post-json";

describe("a server of the local run", () => {
  const agent = new Agent();
  let server: Listening;
  let answers: boolean;

  beforeAll(async () => {
    const http = createServer((request, response) => {
      request.resume();
      if (answers) response.end("{}");
      else response.destroy();
    });
    server = await listenOnLoopback(http, 0, "the test", "--port");
  });
  beforeEach(() => {
    answers = true;
  });
  afterAll(async () => {
    agent.destroy();
    await server.close();
  });

  it("keeps an idle connection for longer than any client does", async () => {
    const { headers } = await fetch(server.url, { method: "POST" });
    expect(headers.get("keep-alive")).toBe("timeout=65");
  });

  it("that does not answer is named in the error, without the signature of the request", async () => {
    answers = false;
    const unanswered = postJson(`${server.url}/orders?X-Amz-Signature=secret`, "{}", agent);
    await expect(unanswered).rejects.toMatchObject({
      name: "NoAnswer",
      message: `POST ${server.url}/orders was not answered: socket hang up`,
    });
  });

  it("whose port is in use says how to choose another", async () => {
    const port = Number(new URL(server.url).port);
    const second = listenOnLoopback(createServer(), port, "the test", "--port");
    await expect(second).rejects.toThrow(
      `Port ${port} of the test is in use. Choose another: --port N (0 picks a free one).`,
    );
  });
});
