using System.Text.Json;

namespace Sluice.Lake.Reading;

/// <summary>
/// One value of a descriptor, with its place. A member that does not find what it expects records an error at that place and returns
/// <see langword="null"/>.
/// </summary>
internal sealed class DescriptorNode(JsonElement element, string file, string pointer, DescriptorErrors errors)
{
    /// <summary>The descriptor file that it is in.</summary>
    public string File { get; } = file;

    /// <summary>Its place in the file, as a JSON pointer.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>What kind of JSON value it is.</summary>
    public JsonValueKind Kind => element.ValueKind;

    /// <summary>Where its errors are collected.</summary>
    public DescriptorErrors Errors => errors;

    /// <summary>The value's JSON text, as it is written.</summary>
    public string RawText => element.GetRawText();

    /// <summary>The properties of an object; empty for other kinds.</summary>
    public IEnumerable<(string Name, DescriptorNode Node)> Properties => Kind == JsonValueKind.Object
        ? element.EnumerateObject().Select(p => (p.Name, Child(p.Name, p.Value)))
        : [];

    /// <summary>The items of an array; empty for other kinds.</summary>
    public IEnumerable<DescriptorNode> Items => Kind == JsonValueKind.Array
        ? element.EnumerateArray().Select((item, i) => Child($"{i}", item))
        : [];

    /// <summary>A property, or <see langword="null"/> if it does not exist.</summary>
    public DescriptorNode? Find(string name) =>
        Kind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? Child(name, value) : null;

    /// <summary>The pointer of a property or an item.</summary>
    public string PointerTo(string name) =>
        $"{Pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Records an error at this value.</summary>
    public void Error(string message) => errors.Add(File, Pointer, message);

    /// <summary>Records an error at a place below this value.</summary>
    /// <param name="path">The relative JSON pointer (<c>constraints/minimum</c>).</param>
    /// <param name="message">What is wrong.</param>
    public void Error(string path, string message) => errors.Add(File, $"{Pointer}/{path}", message);

    /// <summary>Whether it is an object; if not, that is an error.</summary>
    public bool IsObject(string what) => Is(JsonValueKind.Object, what, "an object");

    /// <summary>Whether it is an array with at least one item; if not, that is an error.</summary>
    public bool IsFilledArray(string what)
    {
        if (!Is(JsonValueKind.Array, what, "an array"))
        {
            return false;
        }

        if (element.GetArrayLength() > 0)
        {
            return true;
        }

        Error($"{what} must not be empty.");
        return false;
    }

    /// <summary>Its string.</summary>
    public string? AsString(string what) => Is(JsonValueKind.String, what, "a string") ? element.GetString() : null;

    /// <summary>Its boolean.</summary>
    public bool? AsFlag(string what)
    {
        if (Kind is JsonValueKind.True or JsonValueKind.False)
        {
            return Kind == JsonValueKind.True;
        }

        Is(JsonValueKind.True, what, "true or false");
        return null;
    }

    /// <summary>Its whole number, 0 or more.</summary>
    public long? AsCount(string what)
    {
        if (Kind == JsonValueKind.Number && element.TryGetInt64(out var count) && count >= 0)
        {
            return count;
        }

        Error($"{what} must be a whole number, 0 or more, but is {Describe()}.");
        return null;
    }

    /// <summary>Its number from 0 to 1.</summary>
    public double? AsShare(string what)
    {
        if (Kind == JsonValueKind.Number && element.TryGetDouble(out var share) && share is >= 0 and <= 1)
        {
            return share;
        }

        Error($"{what} must be a number from 0 to 1, but is {Describe()}.");
        return null;
    }

    /// <summary>The strings of an array with the node of each; a string that occurs twice is an error.</summary>
    public IReadOnlyList<(string Text, DescriptorNode Node)>? AsStrings(string what)
    {
        if (!Is(JsonValueKind.Array, what, "an array of strings"))
        {
            return null;
        }

        var texts = new List<(string, DescriptorNode)>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items)
        {
            if (item.AsString($"An item of {what}") is not { } text)
            {
                continue;
            }

            if (!known.Add(text))
            {
                item.Error($"{what} has '{text}' twice.");
            }

            texts.Add((text, item));
        }

        return texts;
    }

    /// <summary>A description of the value for an error message.</summary>
    public string Describe() => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the string '{element.GetString()}'",
        JsonValueKind.Null => "null",
        _ => element.GetRawText(),
    };

    private bool Is(JsonValueKind kind, string what, string name)
    {
        if (Kind == kind)
        {
            return true;
        }

        Error($"{what} must be {name}, but is {Describe()}.");
        return false;
    }

    private DescriptorNode Child(string name, JsonElement value) => new(value, File, PointerTo(name), errors);
}
