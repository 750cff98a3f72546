import { describe, expect, test } from "vitest";
import { address, pieces } from "./links.ts";

const hrefs = (text: string) => pieces(text).flatMap((piece) => piece.href ?? []);

test.each([
  ["see https://shop.example/a?b=1#c now", ["https://shop.example/a?b=1#c"]],
  ["https://shop.example.", ["https://shop.example/"]],
  ["(see https://shop.example/a)", ["https://shop.example/a"]],
  ["https://wiki.example/Fjell_(bike)", ["https://wiki.example/Fjell_(bike)"]],
  ["http://a.example, http://b.example!", ["http://a.example/", "http://b.example/"]],
  ["mailto:help@shop.example", ["mailto:help@shop.example"]],
  ["HTTPS://SHOP.EXAMPLE/A", ["https://shop.example/A"]],
  ['<a href="https://shop.example/">', ["https://shop.example/"]],
])("finds the addresses in %j", (text, expected) => {
  expect(hrefs(text)).toEqual(expected);
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "file:///etc/passwd",
  "vbscript:x",
  "https://user:secret@shop.example/",
  "https://",
  "http://[",
  "mailto:",
  "wails://wails/",
  "javascript://%0aalert(1)//https",
])("leaves %j as text", (text) => {
  expect(hrefs(text)).toEqual([]);
  expect(address(text)).toBeUndefined();
});

describe("whatever it is, the pieces are the text", () => {
  test.each([
    "",
    "no link at all",
    "https://a.example https://b.example",
    "before https://a.example/x) after https://user:p@b.example end",
    "<img src=x onerror=alert(1)> https://a.example",
    "line\nhttps://a.example\nline",
    "rtl \u202e https://a.example \u202c",
  ])("%j", (text) => {
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });
});
