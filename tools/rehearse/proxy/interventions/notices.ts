import type { Intervention } from "../intervention";

export interface PublishedNotice {
  readonly topicArn: string;
  readonly message: string;
}

export function notices(listen: (notice: PublishedNotice) => void): Intervention {
  return {
    does: "shows notices to the simulated approver",
    because: "moto sends no mail; it receives the notice unchanged as well",
    concerns: ({ service, action }) => service === "sns" && action === "Publish",
    answer: async (call, pass) => {
      const answer = await pass(call);
      if (answer.status !== 200) return answer;
      const form = new URLSearchParams(call.body.toString("utf8"));
      listen({ topicArn: form.get("TopicArn") ?? "", message: form.get("Message") ?? "" });
      return answer;
    },
  };
}
