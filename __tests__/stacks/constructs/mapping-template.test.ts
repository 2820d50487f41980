import { mappingTemplate } from "../../../stacks/constructs/mapping-template";
import { Refused } from "../../../stacks/constructs/refused";

describe("a mapping template", () => {
  it("is read with its values put in, and Velocity's own references kept", () => {
    const template = mappingTemplate("get-order.request", { OrdersTableName: "orders", OrderIdLimit: 64 });
    expect(template).toContain('"TableName": "orders"');
    expect(template).toContain("#if($orderId.length() > 64)");
  });

  it("is refused when it is not there", () => {
    expect(() => mappingTemplate("no-such")).toThrow(
      "stacks/api/no-such.vtl cannot be read. Write the template there, or correct its name.",
    );
  });

  it("is refused when a placeholder has no value", () => {
    expect(() => mappingTemplate("get-order.request", { OrdersTableName: "orders" })).toThrow(
      new Refused(
        "The placeholder ${OrderIdLimit} in stacks/api/get-order.request.vtl has no value; supplied: OrdersTableName. Supply OrderIdLimit where the file is used, or correct its name.",
      ),
    );
  });

  it("is refused when a value has no placeholder", () => {
    expect(() => mappingTemplate("get-order.failure", { Spare: "x" })).toThrow(
      /^stacks\/api\/get-order\.failure\.vtl has no placeholder for Spare\./,
    );
  });
});
