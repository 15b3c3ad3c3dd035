using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Reads how long the rows of a dataset are kept.</summary>
internal static class KeepReader
{
    private const string Field = "field";
    private const string For = "for";

    /// <summary>Reads <c>sluice:keep</c>.</summary>
    /// <param name="node">Its object.</param>
    /// <param name="schema">The schema, or <see langword="null"/> if it could not be read.</param>
    public static KeepPolicy? Read(DescriptorNode node, TableSchema? schema)
    {
        const string Form = "'sluice:keep' must be an object such as {\"field\": \"created_at\", \"for\": \"P2Y\"}";
        if (!node.IsObject($"'{SluiceProperties.Keep}'"))
        {
            return null;
        }

        foreach (var (name, child) in node.Properties.Where(p => p.Name is not (Field or For)))
        {
            child.Error($"{Form}: it has no '{name}'.{Suggestion.For(name, [Field, For])}");
        }

        foreach (var name in new[] { Field, For }.Where(n => node.Find(n) is null))
        {
            node.Error($"{Form}, but has no '{name}'.");
        }

        var field = ReadField(node, schema);
        var period = ReadPeriod(node);
        return field is null || period is null ? null : new KeepPolicy(field, period.Value);
    }

    private static string? ReadField(DescriptorNode node, TableSchema? schema)
    {
        if (node.Find(Field) is not { } property || property.AsString($"'{Field}' of '{SluiceProperties.Keep}'") is not { } name)
        {
            return null;
        }

        // Without a schema nothing can be said of the field, and the schema's error is told.
        if (schema is null)
        {
            return name;
        }

        if (schema.Fields.FirstOrDefault(f => f.Name == name) is not { } field)
        {
            property.Error($"The schema has no field '{name}'.{Suggestion.For(name, schema.Fields.Select(f => f.Name))}");
        }
        else if (field.Type is not (FieldType.Date or FieldType.Datetime))
        {
            property.Error(
                $"The field '{name}' must be a date or a datetime, but is of type {FieldDescriptorReader.NameOf(field.Type)}.");
        }
        else if (field.Sensitive != Sensitivity.None)
        {
            property.Error($"The field '{name}' is sensitive, so the table does not have its dates.");
        }

        return name;
    }

    private static KeepPeriod? ReadPeriod(DescriptorNode node)
    {
        if (node.Find(For) is not { } property || property.AsString($"'{For}' of '{SluiceProperties.Keep}'") is not { } text)
        {
            return null;
        }

        if (KeepPeriod.TryParse(text, out var period))
        {
            return period;
        }

        property.Error(
            $"'{For}' must be an ISO 8601 duration of years, months, weeks and days, such as 'P2Y' or 'P1Y6M', up to "
            + $"{KeepPeriod.MostYears} years, but is '{text}'.");
        return null;
    }
}
