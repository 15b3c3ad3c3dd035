using static Sluice.Tests.Conformance.ConformanceRow;

namespace Sluice.Tests.Conformance;

/// <summary>Strings, numbers and truth values.</summary>
internal static class TypeRows
{
    private const string Float = """ "type": "number", "sluice:type": "float" """;
    private const string Number = """ "type": "number" """;

    public static IEnumerable<ConformanceRow> All =>
    [
        .. Accepts("any", """ "title": "no type" """, "1", "apple", "", " a ", "{}", "é漢😀", "true"),
        .. Accepts("any", """ "type": "any" """, "1", "apple", "2024-01-26", "NaN", "[1", "-"),
        .. Accepts("any", """ "type": "any", "constraints": { "enum": [1, true, "x"] } """, "1", "true", "x"),
        .. Refuses("any", """ "type": "any", "constraints": { "enum": [1, true, "x"] } """, "enum", "2", "True", "1.0"),
        .. Accepts("string", """ "type": "string" """, "a", "", " ", "1", "a,b", "a\nb", "a\"b", "é漢😀", "\u200D", "null"),
        .. Accepts("string", """ "type": "string", "format": "default" """, "any valid string", "日本"),
        .. Accepts("string", """ "type": "string", "format": "email" """,
            "a@b.org", "first.last@example.com", "a+b@example.co.uk", "x_y-z@sub.example.org", "\"a b\"@example.com", "é@exämple.de",
            "user@[192.168.0.1]", "user@[IPv6:::1]", "!#$%&'*+-/=?^_`{|}~@example.org", "1@2.nl", "A@B.ORG"),
        .. Refuses("string", """ "type": "string", "format": "email" """, "format",
            "a", "@b.org", "a@", "a@b..org", ".a@b.org", "a.@b.org", "a..b@c.org", "a b@c.org", "a@b c.org", "a@-b.org", "a@b-.org",
            "<a@b.org>", "A <a@b.org>", "a@b@c.org", "a@b.org ", "a@[300.1.1.1]", "a@b_c.org"),
        .. Accepts("string", """ "type": "string", "format": "uri" """,
            "http://example.com", "https://example.com/a?b=c#d", "ftp://ftp.is.co.za/rfc/rfc1808.txt", "ldap://[2001:db8::7]/c=GB?one",
            "mailto:John.Doe@example.com", "news:comp.lang", "tel:+1-816-555-1212", "telnet://192.0.2.16:80/", "urn:oasis:names:x",
            "file:///etc/hosts", "http://a/%7Euser", "http://user:pw@example.com:8080/", "a+b.c-1:x", "HTTP://EXAMPLE.COM"),
        .. Refuses("string", """ "type": "string", "format": "uri" """, "format",
            "example.com", "/a/b", "www.example.com", "http://", "http:// a", "http://a b", "1http://a", ":a", "http://a/%7",
            "http://a/%GG",
            "http://é.org/", "http://a/<b>", "http://a:port/", "http://a#b#c", "//a/b", "http://[::1", "http://a/[b]", "mailto:", "x y:z"),
        .. Accepts("string", """ "type": "string", "format": "binary" """, "aGVsbG8=", "aGVsbG8h", "YQ==", "AAAA", "+/+/"),
        .. Refuses("string", """ "type": "string", "format": "binary" """, "format", "aGVsbG8", "a", "Y=Q=", "-_-_", "aGVs bG8=", "YQ=",
            "é===", "aGVsbG8=\n"),
        .. Accepts("string", """ "type": "string", "format": "uuid" """,
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "00000000-0000-0000-0000-000000000000"),
        .. Refuses("string", """ "type": "string", "format": "uuid" """, "format",
            "f81d4fae7dec11d0a76500a0c91e6bf6", "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}", "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
            "g81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae-7dec-11d0-a765_00a0c91e6bf6",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),

        .. Accepts("number", Number,
            "-1.23", "12678967.543233", "+100000.00", "210", "0", "-0", "00012", ".5", "5.", "-.5", "1E3", "1e3", "1E+3", "1E-3", "-1.5E2",
            "0.1234567890", "9999999999999999999999999999", "0e0", "1E27"),
        .. Refuses("number", Number, "type",
            "a", "1a", "1,5", "1 000", " 1", "1 ", "--1", "+-1", "1-", ".", "-", "1.2.3", "1e", "e5", "1e1.5", "1E+", "0x10", "½",
            "１", "1_000",
            "0.12345678901", "1E28", "10000000000000000000000000000", "NaN", "INF", "-INF", "nan", "Infinity", "$1", "1%"),
        .. Accepts("number", Float, "NaN", "INF", "-INF", "nan", "inf", "-inf", "NAN", "1e308", "-1e-300", "0.1", "5", "5.", ".5", "1E5"),
        .. Refuses("number", Float, "type", "Infinity", "+INF", "-NaN", "∞", "1e309", "-1e400", "1,5", "1f", "0x1", " 1"),
        .. Accepts("number", """ "type": "number", "decimalChar": "," """, "1,5", "-0,25", "5,", ",5", "1,5E3", "7"),
        .. Refuses("number", """ "type": "number", "decimalChar": "," """, "type", "1.5", "1,2,3", "1,5,", "1 5"),
        .. Accepts(
            "number", """ "type": "number", "groupChar": "," """, "100,000", "1,000,000.50", "100000", "-1,000", "12,34,567.8", "1,0000"),
        .. Refuses("number", """ "type": "number", "groupChar": "," """, "type", ",100", "100,", "1,,000", "1.000,5", "-,1",
            "1,00", "1,5", "52,520008", "1234,567", "0,001", "1,000,00"),
        .. Accepts("number", """ "type": "number", "groupChar": ".", "decimalChar": "," """, "1.000,50", "1.000.000", "0,5"),
        .. Refuses("number", """ "type": "number", "groupChar": ".", "decimalChar": "," """, "type", "1,000.50", "1..000"),
        .. Accepts("number", """ "type": "number", "groupChar": " " """, "1 000", "1 000 000.5"),
        .. Refuses("number", """ "type": "number", "groupChar": " " """, "type", " 1", "1 ", "1  000"),
        .. Accepts("number", """ "type": "number", "groupChar": "' " """, "1' 000"),
        .. Accepts("number", """ "type": "number", "bareNumber": false """, "95%", "€95", "EUR 95", "$ 1.5", "95", "-95%", "EUR -95",
            "€.5", "1.5 kg"),
        .. Refuses("number", """ "type": "number", "bareNumber": false """, "type", "%", "EUR", "9 5", "1.5.2%", "€€"),
        .. Accepts("number", """ "type": "number", "sluice:type": "decimal(5,2)" """, "999.99", "-999.99", "1.5", "1.50000", "1e2", "0.01"),
        .. Refuses("number", """ "type": "number", "sluice:type": "decimal(5,2)" """, "type", "1000", "1.505", "0.001", "1e3", "999.991"),

        .. Accepts("integer", """ "type": "integer" """,
            "0", "1", "-1", "+1", "007", "9223372036854775807", "-9223372036854775808", "-0", "0000000000000000000000000001"),
        .. Refuses("integer", """ "type": "integer" """, "type",
            "1.0", "1.", "1e3", "1,000", "a", "1a", " 1", "1 ", "--1", "-", "+", "9223372036854775808", "-9223372036854775809", "0x1F", "١",
            "NaN", "½"),
        .. Accepts("integer", """ "type": "integer", "groupChar": "," """, "100,000", "1,000,000", "1000", "-1,000"),
        .. Refuses("integer", """ "type": "integer", "groupChar": "," """, "type", ",1", "1,", "1,,0", "1.000"),
        .. Accepts("integer", """ "type": "integer", "bareNumber": false """, "95%", "€95", "EUR 95", "EUR -95 net", "#7"),
        .. Refuses("integer", """ "type": "integer", "bareNumber": false """, "type", "9 5", "none", "€", "1.5%"),

        .. Accepts("boolean", """ "type": "boolean" """, "true", "True", "TRUE", "1", "false", "False", "FALSE", "0"),
        .. Refuses("boolean", """ "type": "boolean" """, "type", "tRUE", "yes", "no", "t", "f", "2", "01", " true", "true ", "Y"),
        .. Accepts("boolean", """ "type": "boolean", "trueValues": ["yes", "+"], "falseValues": ["no", "-"] """, "yes", "+", "no", "-"),
        .. Refuses("boolean", """ "type": "boolean", "trueValues": ["yes", "+"], "falseValues": ["no", "-"] """, "type", "true", "1",
            "Yes", "0", "NO"),
        .. Accepts("boolean", """ "type": "boolean", "trueValues": ["ja"] """, "ja", "0", "false"),
        .. Refuses("boolean", """ "type": "boolean", "trueValues": ["ja"] """, "type", "true", "1"),
    ];
}
