using System.Reflection;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Lake;

/// <summary>A fingerprint changes with everything in a definition that can change rows, and with nothing else.</summary>
public sealed class DefinitionFingerprintTests
{
    private static readonly Field Price = new() { Name = "price", Type = FieldType.Number, Column = ColumnType.DefaultDecimal };

    private static readonly Dataset Ads = new()
    {
        Name = "ads",
        Paths = [new DatasetPath("data", "ads/*.csv")],
        Schema = new TableSchema { Fields = [Price, new Field { Name = "title", Column = new ColumnType(ColumnKind.Text) }] },
    };

    // By property: another value of it, or null if it does not change rows.
    private static readonly Dictionary<(Type, string), object?> Others = new()
    {
        [(typeof(Dataset), "Name")] = null,
        [(typeof(Dataset), "Title")] = null,
        [(typeof(Dataset), "Description")] = null,
        [(typeof(Dataset), "Paths")] = null,
        [(typeof(Dataset), "OnDelete")] = null,
        [(typeof(Dataset), "OnDuplicateFile")] = null,
        [(typeof(Dataset), "OnDefinitionChange")] = null,
        [(typeof(Dataset), "Keep")] = null,
        [(typeof(Dataset), "Readers")] = null,
        [(typeof(Dataset), "RowFilters")] = null,
        [(typeof(Dataset), "Encoding")] = "utf-16",
        [(typeof(Dataset), "WriteMode")] = WriteMode.Replace,
        [(typeof(Dataset), "OnReject")] = RejectPolicy.SkipFile,
        [(typeof(Dataset), "OnNewColumn")] = NewColumnPolicy.Keep,
        [(typeof(Dataset), "OnMissingColumn")] = MissingColumnPolicy.Null,
        [(typeof(Dataset), "OnEmpty")] = EmptyPolicy.Refuse,
        [(typeof(Dataset), "Header")] = HeaderPolicy.Auto,
        [(typeof(Dataset), "MatchCase")] = false,
        [(typeof(Dataset), "ShortRows")] = ShortRowPolicy.Pad,
        [(typeof(Dataset), "Footer")] = "Total.*",
        [(typeof(Dataset), "Schema")] = new TableSchema { Fields = [Price] },
        [(typeof(Dataset), "Dialect")] = CsvDialect.Default with { Delimiter = ";" },
        [(typeof(RejectPolicy), "MaxRows")] = 5L,
        [(typeof(RejectPolicy), "MaxShare")] = 0.5,
        [(typeof(CsvDialect), "IsOpen")] = null,
        [(typeof(CsvDialect), "Delimiter")] = ";",
        [(typeof(CsvDialect), "LineTerminator")] = "\n",
        [(typeof(CsvDialect), "QuoteChar")] = "'",
        [(typeof(CsvDialect), "DoubleQuote")] = false,
        [(typeof(CsvDialect), "EscapeChar")] = "\\",
        [(typeof(CsvDialect), "NullSequence")] = "NULL",
        [(typeof(CsvDialect), "SkipInitialSpace")] = true,
        [(typeof(CsvDialect), "CommentChar")] = "#",
        [(typeof(CsvDialect), "Header")] = false,
        [(typeof(CsvDialect), "HeaderRows")] = new[] { 2 },
        [(typeof(CsvDialect), "HeaderJoin")] = "-",
        [(typeof(CsvDialect), "CommentRows")] = new[] { 3 },
        [(typeof(TableSchema), "Fields")] = new[] { Price },
        [(typeof(TableSchema), "FieldsMatch")] = FieldsMatch.Subset,
        [(typeof(TableSchema), "PrimaryKey")] = new[] { "title" },
        [(typeof(TableSchema), "UniqueKeys")] = new[] { new[] { "title" } },
        [(typeof(TableSchema), "ForeignKeys")] = null,
        [(typeof(Field), "Name")] = "cost",
        [(typeof(Field), "Aliases")] = new[] { new HeaderAlias("cost") },
        [(typeof(Field), "From")] = FieldSource.FileName,
        [(typeof(Field), "Type")] = FieldType.Any,
        [(typeof(Field), "Format")] = "email",
        [(typeof(Field), "Title")] = null,
        [(typeof(Field), "Description")] = null,
        [(typeof(Field), "Readers")] = null,
        [(typeof(Field), "Constraints")] = new FieldConstraints { Required = true },
        [(typeof(Field), "Trim")] = true,
        [(typeof(Field), "Timezone")] = "Europe/Berlin",
        [(typeof(Field), "Fraction")] = FractionPolicy.Truncate,
        [(typeof(Field), "MissingValues")] = new[] { "", "-" },
        [(typeof(Field), "Categories")] = new[] { new Category("1", "one") },
        [(typeof(Field), "CategoriesOrdered")] = null,
        [(typeof(Field), "DecimalChar")] = ",",
        [(typeof(Field), "GroupChar")] = " ",
        [(typeof(Field), "BareNumber")] = false,
        [(typeof(Field), "TrueValues")] = new[] { "yes" },
        [(typeof(Field), "FalseValues")] = new[] { "no" },
        [(typeof(Field), "ItemType")] = FieldType.Integer,
        [(typeof(Field), "ListDelimiter")] = ";",
        [(typeof(Field), "Sensitive")] = Sensitivity.Mask,
        [(typeof(Field), "Column")] = new ColumnType(ColumnKind.Decimal, 10, 2),
        [(typeof(FieldConstraints), "Required")] = true,
        [(typeof(FieldConstraints), "Unique")] = true,
        [(typeof(FieldConstraints), "Minimum")] = "1",
        [(typeof(FieldConstraints), "Maximum")] = "1",
        [(typeof(FieldConstraints), "ExclusiveMinimum")] = "1",
        [(typeof(FieldConstraints), "ExclusiveMaximum")] = "1",
        [(typeof(FieldConstraints), "MinLength")] = 1,
        [(typeof(FieldConstraints), "MaxLength")] = 1,
        [(typeof(FieldConstraints), "Pattern")] = "a",
        [(typeof(FieldConstraints), "JsonSchema")] = "{}",
        [(typeof(FieldConstraints), "Enum")] = new[] { "1" },
    };

    public static TheoryData<string, string> Properties =>
        [.. Types.SelectMany(t => Settable(t).Select(p => (t.Name, p.Name)))];

    private static IEnumerable<Type> Types =>
        [typeof(Dataset), typeof(RejectPolicy), typeof(CsvDialect), typeof(TableSchema), typeof(Field), typeof(FieldConstraints)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_property_that_can_change_rows_changes_the_fingerprint_and_no_other_does(string typeName, string name)
    {
        var type = Types.Single(t => t.Name == typeName);
        Assert.True(Others.TryGetValue((type, name), out var other), $"Say what {typeName}.{name} does to the fingerprint.");
        var changed = other ?? AnyOther(type, name);

        var fingerprint = With(type, name, changed).Fingerprint;

        if (other is null)
        {
            Assert.Equal(Ads.Fingerprint, fingerprint);
        }
        else
        {
            Assert.NotEqual(Ads.Fingerprint, fingerprint);
        }
    }

    [Fact]
    public void Texts_that_join_to_the_same_text_have_other_fingerprints()
    {
        var one = Ads with { Schema = Ads.Schema with { PrimaryKey = ["ab", "c"] } };
        var two = Ads with { Schema = Ads.Schema with { PrimaryKey = ["a", "bc"] } };
        var three = Ads with { Schema = Ads.Schema with { PrimaryKey = ["ab"], UniqueKeys = [["c"]] } };

        Assert.Equal(3, new[] { one.Fingerprint, two.Fingerprint, three.Fingerprint }.Distinct().Count());
    }

    [Fact]
    public void The_fingerprint_of_a_definition_is_the_same_in_every_process_and_release() =>
        // If this changes, all rows of all warehouses are no longer current: change it only on purpose.
        Assert.Equal("f5eb5ac3e4344f0682689fda96eadae3", Ads.Fingerprint);

    [Fact]
    public void White_space_in_a_json_schema_does_not_change_the_fingerprint()
    {
        Dataset WithSchema(string json) => Ads with
        {
            Schema = new TableSchema { Fields = [Price with { Constraints = new FieldConstraints { JsonSchema = json } }] },
        };

        Assert.Equal(WithSchema("""{"type":"object"}""").Fingerprint, WithSchema("{\n  \"type\": \"object\" }").Fingerprint);
        Assert.NotEqual(WithSchema("""{"type":"object"}""").Fingerprint, WithSchema("""{"type":"array"}""").Fingerprint);
    }

    [Fact]
    public void Paths_change_the_fingerprint_only_if_fields_come_from_them()
    {
        Dataset From(FieldSource source, params DatasetPath[] paths) => Ads with
        {
            Paths = paths,
            Schema = Ads.Schema with { Fields = [Price, Ads.Schema.Fields[1] with { From = source }] },
        };

        DatasetPath one = new("data", "ads/{title}/*.csv"), two = new("data", "ads/*/{title}/*.csv"), any = new("data", one.Glob, true);
        Assert.Equal(From(FieldSource.FileName, one).Fingerprint, From(FieldSource.FileName, two).Fingerprint);
        string[] all =
        [
            From(FieldSource.Path, one).Fingerprint, From(FieldSource.Path, two).Fingerprint, From(FieldSource.Path, any).Fingerprint,
            From(FieldSource.Path, one, two).Fingerprint, From(FieldSource.Path, two, one).Fingerprint,
            From(FieldSource.FileName, one).Fingerprint, From(FieldSource.FileLastModified, one).Fingerprint, Ads.Fingerprint,
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Theory]
    [InlineData(FieldsMatch.Exact, NewColumnPolicy.Refuse, MissingColumnPolicy.Refuse)]
    [InlineData(FieldsMatch.Equal, NewColumnPolicy.Refuse, MissingColumnPolicy.Refuse)]
    [InlineData(FieldsMatch.Subset, NewColumnPolicy.Ignore, MissingColumnPolicy.Refuse)]
    [InlineData(FieldsMatch.Superset, NewColumnPolicy.Refuse, MissingColumnPolicy.Null)]
    [InlineData(FieldsMatch.Partial, NewColumnPolicy.Ignore, MissingColumnPolicy.Null)]
    public void To_say_of_columns_what_the_schema_says_changes_nothing(
        FieldsMatch match, NewColumnPolicy added, MissingColumnPolicy missing)
    {
        var plain = Ads with { Schema = Ads.Schema with { FieldsMatch = match } };

        Assert.Equal((added, missing), (plain.NewColumns, plain.MissingColumns));
        Assert.Equal(plain.Fingerprint, (plain with { OnNewColumn = added, OnMissingColumn = missing }).Fingerprint);
        var policies = Enum.GetValues<NewColumnPolicy>().SelectMany(
            n => Enum.GetValues<MissingColumnPolicy>().Select(m => plain with { OnNewColumn = n, OnMissingColumn = m })).ToList();
        Assert.Equal(policies.Count, policies.Select(d => d.Fingerprint).Distinct().Count());
        Assert.All(policies, d => Assert.Equal(d.Fingerprint, d.WithExtra().Fingerprint));
        Assert.All(policies, d => Assert.Equal(d.Fingerprint, d.WithAdded([new AddedColumn("ads", "colour", "Colour")]).Fingerprint));
    }

    [Fact]
    public void Another_hash_key_changes_the_fingerprint_of_datasets_with_hashed_fields_only()
    {
        var mail = new Field { Name = "mail", Column = new ColumnType(ColumnKind.Text), Sensitive = Sensitivity.Hash };
        var hashed = Ads with { Name = "users", Schema = Ads.Schema with { Fields = [Price, mail] } };
        var lake = new LakeDefinition("test", [Ads, hashed]);
        var (one, two) = (lake.WithHashKey(new byte[16]), lake.WithHashKey(Enumerable.Repeat((byte)1, 16).ToArray()));

        Assert.Equal(Ads.Fingerprint, one.Find("ads")!.Fingerprint);
        Assert.Equal(one.Find("ads")!.Fingerprint, two.Find("ads")!.Fingerprint);
        Assert.NotEqual(hashed.Fingerprint, one.Find("users")!.Fingerprint);
        Assert.NotEqual(one.Find("users")!.Fingerprint, two.Find("users")!.Fingerprint);
        Assert.Equal(one.Find("users")!.Fingerprint, lake.WithHashKey(new byte[16]).Find("users")!.Fingerprint);
    }

    private static Dataset With(Type type, string name, object value)
    {
        object Set(object original)
        {
            var copy = original.GetType().GetMethod("<Clone>$")!.Invoke(original, null)!;
            copy.GetType().GetProperty(name)!.SetValue(copy, value);
            return copy;
        }

        return type.Name switch
        {
            nameof(Dataset) => (Dataset)Set(Ads),
            nameof(RejectPolicy) => Ads with { OnReject = (RejectPolicy)Set(Ads.OnReject) },
            nameof(CsvDialect) => Ads with { Dialect = (CsvDialect)Set(Ads.Dialect) },
            nameof(TableSchema) => Ads with { Schema = (TableSchema)Set(Ads.Schema) },
            nameof(Field) => Ads with { Schema = Ads.Schema with { Fields = [(Field)Set(Price), Ads.Schema.Fields[1]] } },
            _ => Ads with
            {
                Schema = Ads.Schema with
                {
                    Fields = [Price with { Constraints = (FieldConstraints)Set(Price.Constraints) }, Ads.Schema.Fields[1]],
                },
            },
        };
    }

    private static object AnyOther(Type type, string name) => (type.Name, name) switch
    {
        (_, "Title" or "Description" or "Name") => "other",
        (_, "Paths") => new[] { new DatasetPath("other", "*.csv") },
        (_, "OnDelete") => DeletePolicy.Remove,
        (_, "OnDuplicateFile") => DuplicatePolicy.Skip,
        (_, "OnDefinitionChange") => DefinitionChangePolicy.Reload,
        (_, "Keep") => new KeepPolicy("title", new KeepPeriod(24, 0)),
        (_, "Readers") => new[] { "hr" },
        (_, "RowFilters") => new Dictionary<string, string> { ["hr"] = "true" },
        (_, "ForeignKeys") => new[] { new ForeignKey(["title"], "ads", ["title"]) },
        _ => true,
    };

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties().Where(p => p.CanWrite);
}
