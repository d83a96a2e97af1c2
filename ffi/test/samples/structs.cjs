// Structs made with ref-struct-di: given back by value, filled through a pointer, nested in a pointer type.
const ffi = require("ffi-napi-compat");
const ref = require("ref-napi");
const Struct = require("ref-struct-di")(ref);

const Division = Struct({ quot: "int", rem: "int" });
const CalendarTime = Struct({
  tm_sec: "int",
  tm_min: "int",
  tm_hour: "int",
  tm_mday: "int",
  tm_mon: "int",
  tm_year: "int",
  tm_wday: "int",
  tm_yday: "int",
  tm_isdst: "int",
  tm_gmtoff: "long",
  tm_zone: "string",
});
const libc = ffi.Library(null, {
  div: [Division, ["int", "int"]],
  gmtime_r: [ref.refType(CalendarTime), ["int64 *", ref.refType(CalendarTime)]],
  timegm: ["int64", [ref.refType(CalendarTime)]],
});

const division = libc.div(17, 5);
console.log(division.quot, division.rem, JSON.stringify(division));

const time = new CalendarTime();
const same = libc.gmtime_r(ref.alloc("int64", 86400 * 365), time.ref());
console.log(time.tm_year + 1900, time.tm_yday, time.tm_zone, same.deref().tm_year === time.tm_year);
console.log(libc.timegm(time.ref()));
