using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Lake.Reading;
using Sluice.Lake.Schema;
using Sluice.Tests.Lake;
using Sluice.Tests.Validation;

namespace Sluice.Tests.Docs;

/// <summary>docs/lake-definition.md lists what the reader of the lake definition knows.</summary>
public sealed partial class LakeDefinitionPageTests : IDisposable
{
    private const string Start = "sluice:";
    private const string TypesHeading = "## Types and formats";

    // Every text in the core's code that could be the name of a property: those that the reader knows are among them.
    private static readonly Lazy<IReadOnlyList<string>> Candidates = new(() => [.. Texts().Where(t => Name().IsMatch(t)).Distinct()]);

    private readonly DefinitionAtPlace definition = new();

    public static TheoryData<string, string> Places =>
    [
        .. DefinitionProperty.All.Select(p => p.Place).Distinct()
            .SelectMany(place => DefinitionAtPlace.TypesAt(place).Select(type => (place, type))),
    ];

    public static TheoryData<string, string> Properties => [.. DefinitionProperty.All.Select(p => (p.Place, p.Name))];

    public static TheoryData<string, string> PropertiesWithWords =>
        [.. DefinitionProperty.All.Where(p => p.Words.Count > 0).Select(p => (p.Place, p.Name))];

    public static TheoryData<string> Types => [.. DefinitionProperty.TableOf(TypesHeading).Select(r => r[0].Trim('`'))];

    public void Dispose() => definition.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    public void The_page_has_every_property_that_the_reader_knows_and_no_other(string place, string type)
    {
        // Null is never a value, so every property that is read has an error that says so.
        var known = definition.FaultsOfNulls(place, type, Candidates.Value)
            .Where(f => f.Any(m => m.EndsWith("but is null.", StringComparison.Ordinal))).Select(f => f.Key);

        var listed = DefinitionProperty.All.Where(p => p.Place == place && DefinitionAtPlace.TypesOf(p).Contains(type));
        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void No_property_of_Sluice_is_passed_over(string place, string type)
    {
        var own = Candidates.Value.Where(c => c.StartsWith(Start, StringComparison.Ordinal) && c != Start).Append("sluice:other").ToList();
        var faults = definition.FaultsOfNulls(place, type, own);
        Assert.DoesNotContain(own, c => !faults.Contains(c));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void An_example_is_accepted_and_changes_the_definition(string place, string name)
    {
        var property = Find(place, name);
        Assert.NotEmpty(property.Examples);
        foreach (var example in property.Examples)
        {
            var readings = DefinitionAtPlace.TypesOf(property)
                .Select(t => (Type: t, Reading: definition.ReadWith(property, t, example))).ToList();
            var (type, accepted) = readings.Find(r => r.Reading.Text is not null);
            Assert.True(accepted is not null, $"{example}: {string.Join('\n', readings.SelectMany(r => r.Reading.Errors))}");

            // Nothing is stored of the label of a missing value.
            if (!property.IsRequired && (place, name) != ("/resources/0/schema/missingValues/0", "label"))
            {
                Assert.NotEqual(definition.ReadWithout(property, type).Text, accepted.Text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_default_is_what_it_means_to_leave_the_property_out(string place, string name)
    {
        var property = Find(place, name);
        foreach (var type in DefinitionAtPlace.TypesOf(property))
        {
            var without = definition.ReadWithout(property, type);
            Assert.Equal(property.IsRequired, without.Text is null);
            if (property.DefaultValue is { } value)
            {
                Assert.Equal(without.Text, definition.ReadWith(property, type, value).Text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void The_type_of_a_property_is_that_of_its_examples(string place, string name)
    {
        var property = Find(place, name);
        foreach (var example in property.Examples)
        {
            using var json = JsonDocument.Parse(example);
            var says = json.RootElement.ValueKind switch
            {
                JsonValueKind.String when property.Words.Contains(json.RootElement.GetString()) => example,
                JsonValueKind.True or JsonValueKind.False => "boolean",
                var kind => kind.ToString().ToLowerInvariant(),
            };
            Assert.Contains(says, property.Type, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(PropertiesWithWords))]
    public void The_words_of_a_property_are_those_that_the_reader_takes(string place, string name)
    {
        var property = Find(place, name);
        var type = DefinitionAtPlace.TypesOf(property)[0];

        // The message about a wrong word says the right ones.
        var words = FaultsOf("?").Single().Split(' ').Select(w => w.Trim('\'', ',', '.', ';')).Distinct();
        Assert.Equal(
            property.Words.Order(StringComparer.Ordinal),
            words.Where(w => !FaultsOf(w).Any(m => m.Contains($"but is '{w}'", StringComparison.Ordinal))).Order(StringComparer.Ordinal));

        IEnumerable<string> FaultsOf(string word) => definition.ReadWith(property, type, JsonSerializer.Serialize(word)).Errors
            .Where(e => e.Pointer == $"{place}/{name}").Select(e => e.Message);
    }

    [Fact]
    public void The_page_has_every_type() => Assert.Equal(
        Enum.GetValues<FieldType>().Select(FieldDescriptorReader.NameOf).Order(StringComparer.Ordinal),
        DefinitionProperty.TableOf(TypesHeading).Select(r => r[0].Trim('`')).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_type_has_the_formats_the_value_and_the_columns_that_the_page_says(string type)
    {
        var row = DefinitionProperty.TableOf(TypesHeading).Single(r => r[0] == $"`{type}`");
        var formats = DefinitionProperty.Spans(row[1]);
        Assert.All(formats, f => Assert.Empty(WithFormat(f).Errors));
        string[] known = [.. FieldDescriptorReader.Formats.Values.SelectMany(f => f).Distinct(), "any", "%s"];
        Assert.DoesNotContain(known.Except(formats), f => WithFormat(f).Errors.Count == 0);

        var dataset = definition.Read(LakeFolder.PackageOfField($$"""{ "name": "a", "type": "{{type}}" }""")).Lake!.Datasets[0];
        var value = row[2].Trim('`').Replace("\"", "\"\"", StringComparison.Ordinal);
        var read = await Given.ReadAsync(dataset, $"a\n\"{value}\"\n");
        Assert.Empty(read.Rejects);
        Assert.Single(read.Rows);

        var column = dataset.Schema.Fields[0].Column;
        Assert.Equal(
            (Sluice.SqlServer.Schema.TableColumn.TypeOf(column), Sluice.DuckDb.Schema.TableColumn.TypeOf(column)),
            (row[3].Trim('`'), row[4].Trim('`')));

        DefinitionAtPlace.Reading WithFormat(string format) =>
            definition.Read(LakeFolder.PackageOfField($$"""{ "name": "a", "type": "{{type}}", "format": "{{format}}" }"""));
    }

    [Fact]
    public void Every_definition_on_the_page_and_in_the_README_is_accepted()
    {
        var definitions = new[] { DefinitionProperty.Page, "README.md" }.SelectMany(Fence.Of)
            .Where(f => f.Info == "json").Select(f => string.Join('\n', f.Lines))
            .Where(t => t.Contains("\"resources\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, definitions.Count);
        Assert.All(definitions, d => Assert.Empty(definition.Read(d).Errors));
    }

    private static DefinitionProperty Find(string place, string name) =>
        DefinitionProperty.All.Single(p => (p.Place, p.Name) == (place, name));

    private static IEnumerable<string> Texts()
    {
        using var file = new PEReader(File.OpenRead(typeof(SluiceProperties).Assembly.Location));
        var metadata = file.GetMetadataReader();
        for (var text = metadata.GetNextHandle(default(UserStringHandle)); !text.IsNil; text = metadata.GetNextHandle(text))
        {
            yield return metadata.GetUserString(text);
        }
    }

    [GeneratedRegex(@"^\$?[A-Za-z][A-Za-z:]*\z")]
    private static partial Regex Name();
}
