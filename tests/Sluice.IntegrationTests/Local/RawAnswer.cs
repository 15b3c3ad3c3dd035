using System.Globalization;
using System.Text;

namespace Sluice.IntegrationTests.Local;

/// <summary>An answer as it arrived.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Parses an HTTP/1.1 answer.</summary>
    public static RawAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase);
        var body = text[(end + 4)..];
        return new(
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers,
            headers.ContainsKey("Transfer-Encoding") ? Unchunk(body) : body);
    }

    private static string Unchunk(string body)
    {
        var text = new StringBuilder();
        for (var at = 0; ;)
        {
            var line = body.IndexOf("\r\n", at, StringComparison.Ordinal);
            Assert.True(line >= 0, "The answer is not complete.");
            var length = int.Parse(body.AsSpan(at, line - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                return text.ToString();
            }

            text.Append(body, line + 2, length);
            at = line + 2 + length + 2;
        }
    }
}
