using System.Text.Json;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Reads the foreign keys of a schema. All datasets must have been read before.</summary>
internal sealed class ForeignKeyReader(IReadOnlyList<DatasetDraft> datasets)
{
    private const string Keep = "keep";
    private const string Cascade = "cascade";

    private readonly ILookup<string, DatasetDraft> byName =
        datasets.Where(d => d.Name is not null).ToLookup(d => d.Name!, StringComparer.Ordinal);

    /// <summary>The foreign keys of a dataset. Invalid ones are reported and left out.</summary>
    public IReadOnlyList<ForeignKey> Read(DatasetDraft dataset)
    {
        if (dataset.SchemaNode?.Find("foreignKeys") is not { } node)
        {
            return [];
        }

        if (node.Kind != JsonValueKind.Array)
        {
            node.Error($"'foreignKeys' must be an array, but is {node.Describe()}.");
            return [];
        }

        return [.. node.Items.Select(item => ReadOne(item, dataset)).OfType<ForeignKey>()];
    }

    private ForeignKey? ReadOne(DescriptorNode node, DatasetDraft dataset)
    {
        if (!node.IsObject("A foreign key"))
        {
            return null;
        }

        SluiceProperties.Check(node, "foreign key");
        var fields = ReadFields(node, "A foreign key", dataset);
        if (node.Find("reference") is not { } reference)
        {
            node.Error("A foreign key must have a 'reference'.");
            return null;
        }

        SluiceProperties.Check(reference, "reference");
        if (!reference.IsObject("'reference'") || FindTarget(reference, dataset) is not { } target)
        {
            return null;
        }

        var references = ReadFields(reference, "'reference'", target);
        if (fields is null || references is null)
        {
            return null;
        }

        if (fields.Count != references.Count)
        {
            reference.Error("fields", $"A foreign key of {Count(fields)} cannot refer to {Count(references)}.");
            return null;
        }

        var key = new ForeignKey(fields, target.Name ?? "", references);
        return ReadErases(node) && InOrderOfKey(key, node, target) is { Erases: true } erasing
            && HasSameValues(erasing, node, dataset, target)
            ? erasing
            : key;
    }

    private static bool ReadErases(DescriptorNode node)
    {
        if (node.Find(SluiceProperties.Erase) is not { } property || property.AsString($"'{SluiceProperties.Erase}'") is not { } text)
        {
            return false;
        }

        if (text is not (Keep or Cascade))
        {
            property.Error($"'{SluiceProperties.Erase}' must be '{Keep}' or '{Cascade}', but is '{text}'.");
        }

        return text == Cascade;
    }

    /// <summary>Whether the tables have the values of both sides alike, so that they can be compared.</summary>
    private static bool HasSameValues(ForeignKey key, DescriptorNode node, DatasetDraft dataset, DatasetDraft target)
    {
        foreach (var (name, referred) in key.Fields.Zip(key.References))
        {
            var field = dataset.Schema?.Fields.FirstOrDefault(f => f.Name == name);
            var other = target.Schema?.Fields.FirstOrDefault(f => f.Name == referred);
            if (field is not null && other is not null && (field.IsHidden || field.Sensitive != other.Sensitive))
            {
                node.Error(
                    SluiceProperties.Erase,
                    $"'{Cascade}' compares the stored values of '{name}' and '{referred}', so both must be stored alike: neither masked "
                    + $"nor dropped, and hashed both or not at all ('{SluiceProperties.Sensitive}').");
                return false;
            }
        }

        return true;
    }

    /// <summary>A key that cascades refers to a primary key, because that is what people erase. Its fields get that order.</summary>
    private static ForeignKey InOrderOfKey(ForeignKey key, DescriptorNode node, DatasetDraft target)
    {
        if (target.Schema is not { } schema)
        {
            return key;
        }

        if (key.References.Count != schema.PrimaryKey.Count
            || !schema.PrimaryKey.ToHashSet(StringComparer.Ordinal).SetEquals(key.References))
        {
            node.Error(
                SluiceProperties.Erase,
                $"'{Cascade}' needs a foreign key that refers to the primary key of dataset '{key.Dataset}', which is "
                + (schema.PrimaryKey.Count == 0 ? "not declared." : $"{string.Join(", ", schema.PrimaryKey.Select(f => $"'{f}'"))}."));
            return key;
        }

        var fields = key.References.Zip(key.Fields).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        return new ForeignKey([.. schema.PrimaryKey.Select(f => fields[f])], key.Dataset, schema.PrimaryKey) { Erases = true };
    }

    private static string Count(List<string> fields) => fields.Count == 1 ? "1 field" : $"{fields.Count} fields";

    private static List<string>? ReadFields(DescriptorNode node, string what, DatasetDraft dataset)
    {
        if (node.Find("fields") is not { } property)
        {
            node.Error($"{what} must have 'fields'.");
            return null;
        }

        if (KeyReader.Read(property, "'fields'") is not { } names)
        {
            return null;
        }

        // The errors of a schema that could not be read are already recorded.
        if (dataset.Schema is { Fields.Count: > 0 } schema)
        {
            KeyReader.CheckFields(names, KeyReader.NamesOf(schema.Fields), $"dataset '{dataset.Name}'");
        }

        return [.. names.Select(n => n.Text)];
    }

    private DatasetDraft? FindTarget(DescriptorNode reference, DatasetDraft self)
    {
        if (reference.Find("resource") is not { } node)
        {
            return self;
        }

        if (node.AsString("'resource'") is not { } name)
        {
            return null;
        }

        // Version 1 of the standard wrote an empty name for the dataset itself.
        if (name.Length == 0)
        {
            return self;
        }

        if (byName[name].FirstOrDefault() is { } target)
        {
            return target;
        }

        node.Error($"There is no dataset '{name}'.{Suggestion.For(name, byName.Select(d => d.Key))}");
        return null;
    }
}
