using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Reads a resource of a package: a dataset.</summary>
internal sealed partial class ResourceReader(DescriptorFiles files, SchemaReader schemas)
{
    /// <summary>
    /// The greatest length of a name. A function's name is "Ingest-" and the dataset's name, and can have 128 characters.
    /// </summary>
    internal const int MaxNameLength = 120;

    /// <summary>Reads a resource, as far as it is valid.</summary>
    /// <param name="node">The resource.</param>
    /// <param name="missingValues">The missing values of the package.</param>
    public DatasetDraft Read(DescriptorNode node, IReadOnlyList<string> missingValues)
    {
        if (!node.IsObject("A resource"))
        {
            return new() { Node = node };
        }

        SluiceProperties.Check(node, "resource");
        node.Find("title")?.AsString("'title'");
        node.Find("description")?.AsString("'description'");
        var draft = new DatasetDraft
        {
            Node = node,
            Name = ReadName(node),
            Paths = PathsReader.Read(node),
            SchemaNode = ReadSchemaNode(node),
            Dialect = ReadDialect(node),
            Encoding = ReadEncoding(node),
            Header = ReadWord(node, SluiceProperties.Header, HeaderPolicy.Required),
            MatchCase = node.Find(SluiceProperties.MatchCase)?.AsFlag($"'{SluiceProperties.MatchCase}'") ?? true,
            ShortRows = ReadWord(node, SluiceProperties.ShortRows, ShortRowPolicy.Reject),
            Footer = ConstraintsReader.ReadPattern(node.Find(SluiceProperties.Footer), $"'{SluiceProperties.Footer}'"),
            WriteMode = ReadWord(node, SluiceProperties.Write, WriteMode.Append),
            OnReject = ReadOnReject(node),
            OnEmpty = ReadWord(node, SluiceProperties.OnEmpty, EmptyPolicy.Load),
            OnDuplicateFile = ReadWord(node, SluiceProperties.OnDuplicateFile, DuplicatePolicy.Load),
            OnNewColumn = ReadChoice<NewColumnPolicy>(node, SluiceProperties.OnNewColumn),
            OnMissingColumn = ReadChoice<MissingColumnPolicy>(node, SluiceProperties.OnMissingColumn),
            OnDelete = ReadWord(node, SluiceProperties.OnDelete, DeletePolicy.Keep),
            OnDefinitionChange = ReadWord(node, SluiceProperties.OnDefinitionChange, DefinitionChangePolicy.Keep),
            Readers = AccessReader.ReadRoles(node),
            RowFilters = AccessReader.ReadFilters(node),
        };
        var defaults = ValueRulesReader.ReadDefaults(node, missingValues);
        if (draft.SchemaNode is { } schemaNode)
        {
            draft = draft with { Schema = schemas.Read(schemaNode, defaults) };
            if (draft.Schema.Fields.Count > 0)
            {
                PlaceholderRules.Check(draft.Paths, draft.Schema);
            }

            if (draft.WriteMode == WriteMode.Merge && schemaNode.Find("primaryKey") is null)
            {
                node.Error(SluiceProperties.Write, "Rows are merged by primary key, but the schema has no 'primaryKey'.");
            }
        }

        if (draft.OnDuplicateFile == DuplicatePolicy.Skip && FaultOfSkip(draft) is { } fault)
        {
            node.Error(SluiceProperties.OnDuplicateFile, fault);
        }

        if (node.Find(SluiceProperties.Keep) is { } keep)
        {
            draft = draft with { Keep = KeepReader.Read(keep, draft.Schema) };
        }

        return draft;
    }

    // The same bytes are the same rows only where nothing else decides them: not their time, and not the name of their file.
    private static string? FaultOfSkip(DatasetDraft draft) =>
        draft.WriteMode != WriteMode.Append
            ? "Only a dataset that appends can skip files: elsewhere the newer of two equal files can win over rows of a third."
        : draft.Schema?.Fields.FirstOrDefault(f => f.From != FieldSource.Column) is { } field
            ? $"Files cannot be skipped, because the field '{field.Name}' has other values in each file ('sluice:from')."
        : null;

    private static string? ReadName(DescriptorNode node)
    {
        if (node.Find("name") is not { } property)
        {
            node.Error("A resource must have a 'name'.");
            return null;
        }

        if (property.AsString("The name of a resource") is not { } name)
        {
            return null;
        }

        if (FaultOf(name) is { } fault)
        {
            property.Error(fault);
        }

        return name;
    }

    /// <summary>Why a text cannot be the name of a resource, or <see langword="null"/> if it can.</summary>
    /// <remarks>The name must be valid for a table, a function, a route and a folder of rejects.</remarks>
    internal static string? FaultOf(string name) =>
        !DatasetName().IsMatch(name)
            ? $"The name of a resource must be a letter, then at most {MaxNameLength - 1} letters, digits, '_' or '-', but is '{name}'."
        : LedgerNames.All.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"The name '{name}' is reserved for a part of the ledger."
        : null;

    private static string ReadEncoding(DescriptorNode node)
    {
        const string Default = "utf-8";
        if (node.Find("encoding") is not { } property || property.AsString("'encoding'") is not { } name)
        {
            return Default;
        }

        if (name == Dataset.AutoEncoding)
        {
            return name;
        }

        if (TextEncodings.Find(name) is { } encoding)
        {
            return encoding.WebName;
        }

        property.Error(
            $"'encoding' must be the name of an encoding, such as 'utf-8', 'utf-16' or 'windows-1252', or 'auto', but is '{name}'."
            + Suggestion.For(name, TextEncodings.Names));
        return Default;
    }

    private DescriptorNode? ReadSchemaNode(DescriptorNode node)
    {
        if (node.Find("schema") is { } property)
        {
            return files.Resolve(property, "The schema");
        }

        node.Error("A resource must have a 'schema': an object, or the path of a file that has it.");
        return null;
    }

    private CsvDialect ReadDialect(DescriptorNode node)
    {
        if (node.Find("dialect") is not { } property)
        {
            return CsvDialect.Open;
        }

        return files.Resolve(property, "The dialect") is { } dialect ? DialectReader.Read(dialect) : CsvDialect.Default;
    }

    /// <summary>Reads a property whose values are the names of an enumeration.</summary>
    private static T ReadWord<T>(DescriptorNode node, string name, T absent)
        where T : struct, Enum
    {
        if (node.Find(name) is not { } property || property.AsString($"'{name}'") is not { } text)
        {
            return absent;
        }

        var words = Enum.GetValues<T>().ToDictionary(v => v.ToString().ToLowerInvariant());
        if (!words.TryGetValue(text, out var value))
        {
            property.Error(
                $"'{name}' must be {string.Join(" or ", words.Keys)}, but is '{text}'."
                + Suggestion.For(text, words.Keys));
        }

        return value;
    }

    /// <summary>Reads such a property, or <see langword="null"/> if there is none.</summary>
    private static T? ReadChoice<T>(DescriptorNode node, string name)
        where T : struct, Enum => node.Find(name) is null ? null : ReadWord<T>(node, name, default);

    private static RejectPolicy ReadOnReject(DescriptorNode node)
    {
        const string Form = "'sluice:onReject' must be 'skip-row', 'skip-file', {\"maxRows\": n} or {\"maxShare\": x}";
        if (node.Find(SluiceProperties.OnReject) is not { } property)
        {
            return RejectPolicy.SkipRow;
        }

        if (property.Kind == JsonValueKind.String)
        {
            var text = property.AsString("")!;
            switch (text)
            {
                case "skip-row":
                    return RejectPolicy.SkipRow;
                case "skip-file":
                    return RejectPolicy.SkipFile;
                default:
                    property.Error($"{Form}, but is '{text}'.{Suggestion.For(text, ["skip-row", "skip-file"])}");
                    return RejectPolicy.SkipRow;
            }
        }

        if (property.Kind != JsonValueKind.Object || !property.Properties.Any())
        {
            property.Error($"{Form}, but is {(property.Kind == JsonValueKind.Object ? "an empty object" : property.Describe())}.");
            return RejectPolicy.SkipRow;
        }

        foreach (var (name, child) in property.Properties.Where(p => p.Name is not ("maxRows" or "maxShare")))
        {
            child.Error($"{Form}: it has no '{name}'.{Suggestion.For(name, ["maxRows", "maxShare"])}");
        }

        return new(property.Find("maxRows")?.AsCount("'maxRows'"), property.Find("maxShare")?.AsShare("'maxShare'"));
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,119}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatasetName();
}
