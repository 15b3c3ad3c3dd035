using System.Text.Json;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Reads a Table Schema except for its foreign keys (<see cref="ForeignKeyReader"/>).</summary>
internal sealed class SchemaReader(FieldDescriptorReader fields)
{
    private static readonly Dictionary<string, FieldsMatch> Matches = Enum.GetValues<FieldsMatch>()
        .ToDictionary(match => match.ToString().ToLowerInvariant());

    /// <summary>The schema of an object, as far as it is valid.</summary>
    /// <param name="node">The schema's object.</param>
    /// <param name="defaults">What the package and the resource say for all fields.</param>
    public TableSchema Read(DescriptorNode node, FieldDefaults defaults)
    {
        SluiceProperties.Check(node, "schema");
        var key = node.Find("primaryKey") is { } keyNode ? KeyReader.Read(keyNode, "'primaryKey'") ?? [] : [];
        var inKey = key.Select(k => k.Text).ToHashSet(StringComparer.Ordinal);
        var schema = new TableSchema
        {
            Fields = ReadFields(
                node, defaults with { MissingValues = MissingValuesReader.Read(node) ?? defaults.MissingValues }, inKey.Contains),
            FieldsMatch = ReadFieldsMatch(node.Find("fieldsMatch")),
            PrimaryKey = [.. key.Select(k => k.Text)],
        };
        if (schema.Fields.Count > 0)
        {
            var names = KeyReader.NamesOf(schema.Fields);
            KeyReader.CheckFields(key, names, "the schema");
            schema = schema with { UniqueKeys = ReadUniqueKeys(node, names) };
        }

        var hidden = schema.Fields.Where(f => f.IsHidden).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, item) in key)
        {
            if (hidden.Contains(name))
            {
                item.Error(
                    $"The field '{name}' is dropped or masked ('{SluiceProperties.Sensitive}'): "
                    + "only a hashed field can be part of the primary key.");
            }
        }

        var changing = schema.Fields.Where(f => f.From == FieldSource.FileLastModified).Select(f => f.Name).ToList();
        foreach (var (name, item) in key.Where(k => changing.Contains(k.Text, StringComparer.Ordinal)))
        {
            item.Error($"The field '{name}' has another value with each version of a file, so it cannot be part of the primary key.");
        }

        return schema;
    }

    private static List<IReadOnlyList<string>> ReadUniqueKeys(DescriptorNode schema, IReadOnlySet<string> fields)
    {
        var keys = new List<IReadOnlyList<string>>();
        if (schema.Find("uniqueKeys") is not { } node || !node.IsFilledArray("'uniqueKeys'"))
        {
            return keys;
        }

        foreach (var item in node.Items)
        {
            if (KeyReader.Read(item, "A key of 'uniqueKeys'") is { } key)
            {
                KeyReader.CheckFields(key, fields, "the schema");
                keys.Add([.. key.Select(k => k.Text)]);
            }
        }

        return keys;
    }

    private List<Field> ReadFields(DescriptorNode schema, FieldDefaults defaults, Func<string, bool> key)
    {
        var read = new List<Field>();
        if (schema.Find("fields") is not { } node)
        {
            schema.Error("A schema must have 'fields'.");
            return read;
        }

        if (!node.IsFilledArray("'fields'"))
        {
            return read;
        }

        var items = new List<DescriptorNode>();
        foreach (var item in node.Items)
        {
            if (fields.Read(item, defaults, key) is not { } field)
            {
                continue;
            }

            read.Add(field);
            items.Add(item);
        }

        if (read.Count > 0 && read.All(f => f.From != FieldSource.Column))
        {
            node.Error($"At least one field must come from a column of the file, but each has '{SluiceProperties.From}'.");
        }

        CheckAliases(read, items);
        return NumberDuplicates(read);
    }

    /// <summary>
    /// Makes names unique, because names that differ only in case are the same column in SQL. The standard allows duplicates for files
    /// with such headers: the second field <c>a</c> becomes <c>a_2</c>, with the alias <c>a#2</c>.
    /// </summary>
    private static List<Field> NumberDuplicates(List<Field> fields)
    {
        var taken = fields.Select(f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (taken.Count == fields.Count)
        {
            return fields;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var headers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. fields.Select(f =>
        {
            var place = headers[f.Name] = headers.GetValueOrDefault(f.Name) + 1;
            return seen.Add(f.Name) ? f : f with
            {
                Name = Enumerable.Range(2, fields.Count).Select(n => FieldName.WithNumber(f.Name, n)).First(taken.Add),
                Aliases = [.. f.Aliases, place == 1 ? new HeaderAlias(f.Name) : HeaderAlias.At(f.Name, place)],
            };
        })];
    }

    // Each header must belong to one field only.
    private static void CheckAliases(List<Field> fields, List<DescriptorNode> items)
    {
        var owners = fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (field, item) in fields.Zip(items).Where(f => f.First.Aliases.Count > 0))
        {
            // Items that are not strings, and duplicates, are reported elsewhere.
            foreach (var alias in item.Find(SluiceProperties.Aliases)!.Items
                .Where(a => a.Kind == JsonValueKind.String).DistinctBy(a => a.RawText))
            {
                if (alias.AsString("An alias") is { } text && !owners.Add(text))
                {
                    alias.Error(text == field.Name
                        ? $"'{text}' is the field's name already."
                        : $"'{text}' is the name or an alias of another field.");
                }
            }
        }
    }

    private static FieldsMatch ReadFieldsMatch(DescriptorNode? node)
    {
        // Version 2.0 of the standard had an array of one string.
        if (node is { Kind: JsonValueKind.Array } && node.Items.ToList() is [var only])
        {
            node = only;
        }

        if (node?.AsString("'fieldsMatch'") is not { } text)
        {
            return FieldsMatch.Exact;
        }

        if (!Matches.TryGetValue(text, out var match))
        {
            node.Error($"'fieldsMatch' must be {string.Join(", ", Matches.Keys)}, but is '{text}'.{Suggestion.For(text, Matches.Keys)}");
        }

        return match;
    }
}
