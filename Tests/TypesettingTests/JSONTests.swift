import Testing
import Typesetting

@Suite struct JSONTests {
  private let value = JSON.object([
    ("name", .string("a\"b\\c\n\u{1}")),
    ("numbers", .array([.number(0.1 + 0.2), JSON(3), .number(.infinity)])),
    ("inner", .object([("no", JSON(nil as String?)), ("empty", .array([]))])),
    ("rows", .array([.object([("x", JSON(1))]), .object([("x", .bool(true))])])),
  ])

  @Test func oneLineKeepsOrderAndCutsTheLastBits() {
    #expect(
      value.text
        == #"{"name":"a\"b\\c\n\u0001","numbers":[0.3,3,null],"inner":{"no":null,"empty":[]},"rows":[{"x":1},{"x":true}]}"#
    )
  }

  @Test func documentHasAFieldALine() {
    #expect(
      value.document == #"""
        {
          "name": "a\"b\\c\n\u0001",
          "numbers": [0.3, 3, null],
          "inner": {
            "no": null,
            "empty": []
          },
          "rows": [
            {
              "x": 1
            },
            {
              "x": true
            }
          ]
        }

        """#)
  }
}
