using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Validation;

/// <summary>The table of docs/reading.md: what becomes of the bytes of a file.</summary>
public sealed partial class ReadingPageTests
{
    private static readonly string[] OfSchema = ["fieldsMatch"];

    public static TheoryData<string, string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string, string>();
            foreach (var line in File.ReadLines(RepositoryRoot.Of("docs", "reading.md")))
            {
                if (line.StartsWith("| `", StringComparison.Ordinal))
                {
                    var cells = line.Split('|', StringSplitOptions.TrimEntries);
                    rows.Add(cells[1].Trim('`'), cells[2].Trim('`'), cells[3], cells[4]);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_row_of_the_page_is_true(string file, string options, string rows, string rejects)
    {
        var text = file.Replace('⏎', '\n').Replace('→', '\t').Replace("\\\\", "\\", StringComparison.Ordinal);

        if (rows == "refused")
        {
            await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Read(options), text));
            return;
        }

        var read = await Given.ReadAsync(Read(options), text);
        Assert.Equal(
            Quoted().Matches(rows).Select(m => m.Groups[1].Value.Replace(' ', '|').Replace('·', ' ')), read.Rows.Select(r => r.Values));
        Assert.Equal(rejects.Split(", ", StringSplitOptions.RemoveEmptyEntries), read.Rejects.Select(r => r.Errors[0].Rule));
    }

    private static Dataset Read(string options)
    {
        var schema = new JsonObject
        {
            ["fields"] = JsonNode.Parse(
                """
                [{ "name": "id", "type": "integer", "constraints": { "required": true } }, { "name": "name", "type": "string" },
                 { "name": "price", "type": "number", "sluice:type": "float" }]
                """),
        };
        var resource = new JsonObject { ["name"] = "ads", ["path"] = "data/ads/*.csv", ["schema"] = schema };
        if (options.Split(": ", 2) is [var name, var value])
        {
            (OfSchema.Contains(name) ? schema : resource)[name] =
                name == "dialect" ? new JsonObject { ["delimiter"] = value } : value == "false" ? false : value;
        }

        return LakeFolder.Load(new JsonObject { ["name"] = "lake", ["resources"] = new JsonArray(resource) }.ToJsonString()).Datasets[0];
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Quoted();
}
