using System.Globalization;
using System.Text;

namespace Sluice.IntegrationTests.Local;

/// <summary>A <c>run</c> whose one dataset has few rows of many bytes. The database reads them quickly; sending them takes long.</summary>
/// <param name="settings">Its settings, each <c>name=value</c>.</param>
public abstract class WideLake(params string[] settings) : IAsyncLifetime
{
    /// <summary>The path of all rows.</summary>
    public const string Export = "/api/data/texts?$select=id,text&$format=csv";

    /// <summary>The path of one row.</summary>
    public const string Row = "/api/data/texts?$top=1&$select=id";

    private const int Rows = 320;
    private const int TextLength = 64 * 1024;

    private const string Schema = """{ "fields": [ { "name": "id", "type": "integer" }, { "name": "text" } ] }""";

    private const string Definition = $$"""
        {
          "name": "wide",
          "resources": [
            { "name": "texts", "path": "data/texts/*.csv", "schema": {{Schema}} }
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private LocalLake lake = null!;

    /// <summary>What <see cref="Export"/> answers.</summary>
    public static string Csv { get; } = Text("\r\n");

    /// <summary>The port of the <c>run</c>.</summary>
    public int Port => lake.Port;

    public async ValueTask InitializeAsync()
    {
        lake = await LocalLake.StartWithAsync(settings, folder.Path, "--lake", folder.Write("datapackage.json", Definition));
        await lake.UploadAsync("texts/a.csv", Text("\n"));
        await lake.WaitForLoadAsync("data/texts/a.csv");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await (lake?.DisposeAsync() ?? ValueTask.CompletedTask);
        folder.Dispose();
    }

    internal async Task<RawAnswer> GetAsync(string path)
    {
        using var client = await RawClient.GetAsync(Port, path);
        return await client.ReadToEndAsync();
    }

    private static string Text(string newLine)
    {
        var text = new StringBuilder();
        text.Append("id,text").Append(newLine);
        for (var i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},").Append((char)('a' + (i % 26)), TextLength).Append(newLine);
        }

        return text.ToString();
    }
}
