using System.Text.Json;
using System.Text.Unicode;
using Sluice.Files;

namespace Sluice.Lake.Reading;

/// <summary>Reads the descriptor files of a lake definition from its folder, each file once.</summary>
internal sealed class DescriptorFiles(string folder, DescriptorErrors errors)
{
    private readonly Dictionary<string, DescriptorNode?> known = new(StringComparer.Ordinal);

    /// <summary>Resolves a descriptor that is an inline object, or the path of a file that contains it.</summary>
    /// <returns>The object's node, or <see langword="null"/> if there is none; the error is recorded.</returns>
    public DescriptorNode? Resolve(DescriptorNode node, string what)
    {
        if (node.Kind == JsonValueKind.Object)
        {
            return node;
        }

        if (node.Kind != JsonValueKind.String)
        {
            node.Error($"{what} must be an object or the path of a file that has it, but is {node.Describe()}.");
            return null;
        }

        var path = node.AsString(what)!;
        if (!IsRelative(path))
        {
            node.Error(
                $"{what} '{path}' must be a file in the lake definition's folder or below, "
                + "named relative to it with '/' ('schemas/ads.json').");
            return null;
        }

        return Read(path, node.Error) is { } root && root.IsObject(what) ? root : null;
    }

    /// <summary>Reads a descriptor.</summary>
    /// <param name="path">Its path within the folder.</param>
    /// <param name="onMissing">Called with the reason if the file does not exist. Other errors are recorded for the file itself.</param>
    public DescriptorNode? Read(string path, Action<string> onMissing)
    {
        if (known.TryGetValue(path, out var root))
        {
            return root;
        }

        var file = Path.Combine(folder, path);
        if (Directory.Exists(file))
        {
            onMissing($"'{path}' is a folder, but must be a JSON file.");
            return null;
        }

        if (LocalPath.FindFileFault(file, $"'{path}'") is { } fault)
        {
            onMissing(fault);
            return null;
        }

        return known[path] = Parse(path, file);
    }

    private static bool IsRelative(string path) =>
        path.Length > 0
        && !path.Any(c => c is '\\' or ':' || char.IsControl(c))
        && path.Split('/').All(segment => segment is not ("" or "." or ".."));

    private DescriptorNode? Parse(string path, string file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(path, "", LocalPath.DescribeReadFault(file, e, $"'{path}'"));
            return null;
        }

        ReadOnlySpan<byte> json = bytes;
        if (json.StartsWith("\uFEFF"u8))
        {
            json = json[3..];
        }

        if (!Utf8.IsValid(json))
        {
            errors.Add(path, "", "The file is not UTF-8 text.");
            return null;
        }

        try
        {
            var root = JsonElement.Parse(json);
            return Check(root, path, "") ? new DescriptorNode(root, path, "", errors) : null;
        }
        catch (JsonException e)
        {
            // The parser's message ends with a zero-based position, which is cut off.
            var reason = e.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            errors.Add(path, "", $"The file is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}): {reason}");
            return null;
        }
    }

    // Reports duplicate properties and invalid surrogates, which the parser accepts, and registers the order of all values. False if a
    // string cannot be decoded.
    private bool Check(JsonElement element, string file, string pointer)
    {
        errors.Register(file, pointer);
        var node = new DescriptorNode(element, file, pointer, errors);
        try
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (name, child) in node.Properties)
            {
                if (!names.Add(name))
                {
                    child.Error($"The object has the property '{name}' twice.");
                }
            }

            if (element.ValueKind == JsonValueKind.String)
            {
                element.GetString();
            }
        }
        catch (InvalidOperationException)
        {
            node.Error("A string has half of a surrogate pair ('\\ud83d' alone), so it is not valid Unicode.");
            return false;
        }

        var sound = true;
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                sound &= Check(property.Value, file, node.PointerTo(property.Name));
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                sound &= Check(item, file, node.PointerTo($"{index++}"));
            }
        }

        return sound;
    }
}
