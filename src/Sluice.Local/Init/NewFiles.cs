using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local.Init;

/// <summary>Writes files that are not there yet. A file that is there is kept, and that is said.</summary>
/// <param name="root">The folder that names are shown relative to.</param>
/// <param name="output">Where each file is told of.</param>
internal sealed class NewFiles(string root, TextWriter output)
{
    /// <summary>How JSON for people is written.</summary>
    public static JsonSerializerOptions Indented { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes JSON.</summary>
    /// <returns>Whether it was written.</returns>
    public Task<bool> WriteAsync(string path, JsonNode json, CancellationToken cancellationToken) =>
        WriteAsync(path, $"{json.ToJsonString(Indented)}\n", cancellationToken);

    /// <summary>Writes a text.</summary>
    /// <returns>Whether it was written.</returns>
    public async Task<bool> WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var name = Path.GetRelativePath(root, path);
        if (Path.Exists(path))
        {
            await output.WriteLineAsync($"kept     {name}, which exists");
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        await using (var writer = new StreamWriter(file))
        {
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
        }

        await output.WriteLineAsync($"written  {name}");
        return true;
    }
}
