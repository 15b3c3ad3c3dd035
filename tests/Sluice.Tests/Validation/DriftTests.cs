using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Files whose columns differ from the schema: what is loaded of them, and what is said about them.</summary>
public sealed class DriftTests
{
    private static readonly Dataset People = Given.Dataset(
        Given.Field("id", FieldType.Integer, required: true), Given.Field("name"), Given.Field("amount", FieldType.Number));

    /// <summary>The table of the reference page: what <c>fieldsMatch</c> says, and what the properties of Sluice change about it.</summary>
    [Theory]
    [InlineData(FieldsMatch.Exact, null, null, "refuse refuse")]
    [InlineData(FieldsMatch.Equal, null, null, "refuse refuse")]
    [InlineData(FieldsMatch.Subset, null, null, "load refuse")]
    [InlineData(FieldsMatch.Superset, null, null, "refuse load")]
    [InlineData(FieldsMatch.Partial, null, null, "load load")]
    [InlineData(FieldsMatch.Exact, NewColumnPolicy.Ignore, null, "load refuse")]
    [InlineData(FieldsMatch.Exact, NewColumnPolicy.Keep, MissingColumnPolicy.Null, "load load")]
    [InlineData(FieldsMatch.Equal, null, MissingColumnPolicy.Null, "refuse load")]
    [InlineData(FieldsMatch.Subset, NewColumnPolicy.Refuse, MissingColumnPolicy.Null, "refuse load")]
    [InlineData(FieldsMatch.Superset, NewColumnPolicy.Keep, MissingColumnPolicy.Refuse, "load refuse")]
    [InlineData(FieldsMatch.Partial, NewColumnPolicy.Refuse, MissingColumnPolicy.Refuse, "refuse refuse")]
    public async Task A_choice_of_the_dataset_wins_over_the_schema_for_its_side(
        FieldsMatch match, NewColumnPolicy? onNew, MissingColumnPolicy? onMissing, string expected)
    {
        var dataset = Choosing(onNew, onMissing, match);
        var added = await DecideAsync(dataset, "id,name,amount,colour\n1,Ann,2,red\n");
        Assert.Equal(expected, $"{added} {await DecideAsync(dataset, "id,name\n1,Ann\n")}");
        Assert.Equal("refuse", await DecideAsync(dataset, "name,amount\nAnn,2\n"));
        Assert.Equal(
            match == FieldsMatch.Exact ? "refuse" : "load", await DecideAsync(dataset, "name,id,amount\nAnn,1,2\n"));

        static async Task<string> DecideAsync(Dataset dataset, string file)
        {
            try
            {
                Assert.StartsWith("1|Ann|", Assert.Single((await Given.ReadAsync(dataset, file)).Rows).Values, StringComparison.Ordinal);
                return "load";
            }
            catch (FileRefusedException)
            {
                return "refuse";
            }
        }
    }

    [Fact]
    public async Task The_order_of_an_exact_schema_is_that_of_the_fields_that_the_file_has()
    {
        var dataset = Choosing(NewColumnPolicy.Ignore, MissingColumnPolicy.Null, FieldsMatch.Exact);

        Assert.Equal(["1|∅|200"], await RowsAsync(dataset, "x,id,y,amount\n9,1,9,2\n"));
        var refused = await RefusedAsync(dataset, "amount,x,id\n2,9,1\n");
        Assert.StartsWith(
            "The header does not fit the schema: column 1 should be \"id\" and is \"amount\" (fieldsMatch is exact).", refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(
            ["id moved 1 2 refused", "amount moved 2 1 refused", "name missing string - refused", "x new - - integer refused"],
            refused.Changes.Select(Describe));
    }

    [Fact]
    public async Task A_file_that_fits_has_no_changes()
    {
        Assert.Empty((await Given.ReadAsync(People, "id,name,amount\n1,Ann,2\n")).Changes);
        Assert.Empty((await Given.ReadAsync(People, "id,name,amount,\n1,Ann,2,\n")).Changes);
        Assert.Empty((await Given.ReadAsync(Choosing(NewColumnPolicy.Keep, null), "id,name,amount,\n1,Ann,2,\n")).Changes);
        Assert.Empty((await Given.ReadAsync(Choosing(NewColumnPolicy.Keep, null), "amount,id,name,_errors\n1,2,Ann,why\n")).Changes);
    }

    [Theory]
    [InlineData("1", "integer")]
    [InlineData("1,-2,", "integer")]
    [InlineData("1,2.5", "number")]
    [InlineData("1e300", "number")]
    [InlineData("007", "text")]
    [InlineData("+49", "text")]
    [InlineData("0.5", "number")]
    [InlineData("true,FALSE", "boolean")]
    [InlineData("true,1", "text")]
    [InlineData("2024-02-29,NULL", "date")]
    [InlineData("2024-02-29T12:00:00", "datetime")]
    [InlineData("2024-02-29,2024-02-29T12:00:00", "text")]
    [InlineData("red", "text")]
    [InlineData(",", "empty")]
    [InlineData("NULL,n/a", "empty")]
    public async Task A_new_column_is_described_by_what_its_first_values_look_like(string values, string kind)
    {
        var file = $"id,colour,name,amount\n{string.Concat(values.Split(',').Select(v => $"1,{v},Ann,2\n"))}";
        var dataset = Choosing(NewColumnPolicy.Ignore, null);

        Assert.Equal([$"colour new - - {kind} ignored"], (await Given.ReadAsync(dataset, file)).Changes.Select(Describe));
        Assert.Equal([$"colour new - - {kind} refused"], (await RefusedAsync(Choosing(null, null), file)).Changes.Select(Describe));
    }

    [Fact]
    public async Task Only_the_first_hundred_records_are_looked_at()
    {
        var rows = string.Concat(Enumerable.Repeat("1,2,Ann,2\n", 100)) + "1,red,Ann,2\n";
        Assert.Equal(
            "integer", Assert.Single((await RefusedAsync(Choosing(null, null), $"id,colour,name,amount\n{rows}")).Changes).SampleKind);
        Assert.Equal(
            "text",
            Assert.Single((await RefusedAsync(Choosing(null, null), $"id,colour,name,amount\n1,red,Ann,2\n{rows}")).Changes).SampleKind);
    }

    [Fact]
    public async Task A_missing_field_is_recorded_with_its_type_and_has_no_value()
    {
        var read = await Given.ReadAsync(Choosing(null, MissingColumnPolicy.Null), "name,id\nAnn,1\n");

        Assert.Equal(["1|Ann|∅"], read.Rows.Select(r => r.Values));
        Assert.Equal(["amount missing number - nulled"], read.Changes.Select(Describe));
    }

    [Fact]
    public async Task A_required_field_that_is_missing_is_refused_whatever_is_chosen()
    {
        var refused = await RefusedAsync(Choosing(NewColumnPolicy.Keep, MissingColumnPolicy.Null), "name,amount,x\nAnn,1,2\n");

        Assert.StartsWith(
            "The header does not fit the schema: column \"id\" is missing, and its values are required.", refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(["id missing integer - refused", "x new - - integer refused"], refused.Changes.Select(Describe));
    }

    [Theory]
    [InlineData("id,colour,name,amount\n1,red,Ann,2\n", """{"colour":"red"}""")]
    [InlineData("id,colour,name,amount\n1,,Ann,2\n", "∅")]
    [InlineData("id,name,amount\n1,Ann,2\n", "∅")]
    [InlineData("id,x,name,x,amount\n1,a,Ann,b,2\n", """{"x":"a","x#2":"b"}""")]
    [InlineData("id,x,name,x,amount,x#2\n1,a,Ann,b,2,c\n", """{"x":"a","x#2":"b","x#2#1":"c"}""")]
    [InlineData("id,,name,,amount\n1,a,Ann,b,2\n", """{"#1":"a","#2":"b"}""")]
    [InlineData("id,name,amount,\"a \"\"b\"\"\n\"\n1,Ann,2,\"c\"\"d\né<\"\n", """{"a \"b\"":"c\"d\né<"}""")]
    [InlineData("id,name,amount,x\n1,Ann,2,NULL\n", """{"x":"NULL"}""")]
    [InlineData("id,name,amount,x,y\n1,Ann,2, ,y\n", """{"x":" ","y":"y"}""")]
    public async Task Kept_columns_are_a_JSON_object_of_headers_and_texts(string file, string extra)
    {
        var row = Assert.Single((await Given.ReadAsync(Choosing(NewColumnPolicy.Keep, null), file)).Rows);
        Assert.Equal($"1|Ann|200|{extra}", row.Values);
    }

    [Fact]
    public async Task Kept_columns_are_recorded_with_the_column_that_has_them()
    {
        var read = await Given.ReadAsync(Choosing(NewColumnPolicy.Keep, null), "id,name,amount,colour,,\n1,Ann,2,red,,x\n");
        Assert.Equal(["colour new - _extra text kept", "#2 new - _extra text kept"], read.Changes.Select(Describe));
    }

    [Fact]
    public async Task Kept_columns_are_the_same_when_a_file_grows()
    {
        var dataset = Choosing(NewColumnPolicy.Keep, null);
        var first = await Given.ReadAsync(dataset, "colour,id,name,amount\nred,1,Ann,2\n");
        var grown = await Given.ReadAsync(
            dataset, "colour,id,name,amount\nred,1,Ann,2\nblue,2,Bob,3\n"u8.ToArray(), after: first);
        Assert.Equal(["""2|Bob|300|{"colour":"blue"}"""], grown.Rows.Select(r => r.Values));
    }

    [Fact]
    public async Task Bytes_of_a_kept_column_that_are_no_text_reject_the_row()
    {
        byte[] file = [.. "id,name,amount,x\n1,Ann,2,"u8, 0xFF, .. "\n2,Bob,3,y\n"u8];

        var kept = await Given.ReadAsync(Choosing(NewColumnPolicy.Keep, null), file);

        Assert.Equal(["""2|Bob|300|{"x":"y"}"""], kept.Rows.Select(r => r.Values));
        var error = Assert.Single(Assert.Single(kept.Rejects).Errors);
        Assert.Equal(("_extra", "encoding"), (error.Field, error.Rule));
        Assert.StartsWith("byte 0xFF at byte 25 of the file, byte 0 of the value, is not UTF-8", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Given.ReadAsync(Choosing(NewColumnPolicy.Ignore, null), file)).Rows.Count);
    }

    [Theory]
    [InlineData(NewColumnPolicy.Ignore, "1|Ann|200")]
    [InlineData(NewColumnPolicy.Keep, """1|Ann|200|{"field4":"x","field5":"y"}""")]
    public async Task Without_a_header_columns_after_the_fields_are_new(NewColumnPolicy onNew, string row)
    {
        var dataset = Choosing(onNew, MissingColumnPolicy.Null) with { Dialect = new CsvDialect { Header = false } };

        var more = await Given.ReadAsync(dataset, "1,Ann,2,x,y\n");
        var fewer = await Given.ReadAsync(dataset, "1,Ann\n");
        var refused = await RefusedAsync(dataset with { OnNewColumn = NewColumnPolicy.Refuse }, "1,Ann,2,x,y\n");

        Assert.Equal([row], more.Rows.Select(r => r.Values));
        Assert.Equal(["field4 new text", "field5 new text"], more.Changes.Select(c => $"{c.Column} {Name(c.Change)} {c.SampleKind}"));
        Assert.Equal(["amount missing number - nulled"], fewer.Changes.Select(Describe));
        Assert.Equal(["field4 new - - text refused", "field5 new - - text refused"], refused.Changes.Select(Describe));
    }

    [Theory]
    [InlineData("c42-new-column-equal.csv", FieldsMatch.Equal, null, null)]
    [InlineData("c43-new-column-subset.csv", FieldsMatch.Subset, "1|Ann|200", "ignored")]
    [InlineData("c44-new-column-default.csv", FieldsMatch.Exact, null, null)]
    public async Task A_new_column_is_refused_or_ignored_as_the_schema_says_and_never_without_a_word(
        string name, FieldsMatch match, string? row, string? action)
    {
        var path = RepositoryRoot.Of("tests", "Sluice.Tests", "Cases", "csv", name);
        var file = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        if (row is null)
        {
            Assert.Equal(
                "The header does not fit the schema: column \"colour\" is not a field of the schema. "
                + "\"sluice:onNewColumn\" can be \"ignore\", \"keep\" or \"add\" for columns that are no fields.",
                (await RefusedAsync(Choosing(null, null, match), file)).Message);
        }
        else
        {
            var read = await Given.ReadAsync(Choosing(null, null, match), file);
            Assert.Equal([row], read.Rows.Select(r => r.Values));
            Assert.Equal([$"colour new - - text {action}"], read.Changes.Select(Describe));
        }

        Assert.Equal(["1|Ann|200|{\"colour\":\"red\"}"], await RowsAsync(Choosing(NewColumnPolicy.Keep, null, match), file));
        Assert.Equal(["1|Ann|200|red"], await RowsAsync(Added(match, new AddedColumn("ads", "colour", "colour")), file));
    }

    [Fact]
    public async Task Columns_that_files_have_added_may_be_missing_and_at_any_place()
    {
        var dataset = Added(FieldsMatch.Exact, new("ads", "a", "a"), new("ads", "x_2", "x#2"), new("other", "b", "b"));

        var read = await Given.ReadAsync(dataset, "x,x,id,a,name,amount\n1,2,3,4,5,6\n");
        Assert.Equal(["3|5|600|4|2"], read.Rows.Select(r => r.Values));
        Assert.Equal(["x new - - integer added"], read.Changes.Select(Describe));
        var without = await Given.ReadAsync(dataset, "id,name,amount\n1,Ann,2\n");
        Assert.Equal(["1|Ann|200|∅|∅"], without.Rows.Select(r => r.Values));
        Assert.Empty(without.Changes);
        Assert.Empty((await RefusedAsync(dataset, "a,b\n1,2\n")).Changes);
        var byOrder = dataset with { Dialect = new CsvDialect { Header = false } };
        Assert.Equal(["1|Ann|200|∅|∅"], await RowsAsync(byOrder, "1,Ann,2\n"));
        Assert.Equal(["1|Ann|200|x|∅"], await RowsAsync(byOrder, "1,Ann,2,x\n"));
        var refused = await RefusedAsync(byOrder, "1,Ann\n");
        Assert.StartsWith("The first row has 2 columns and the schema 3 fields", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_without_a_header_cannot_be_added_so_a_value_in_it_is_a_reject()
    {
        var read = await Given.ReadAsync(Added(FieldsMatch.Equal), "id,name,amount,\n1,Ann,2,\n2,Bob,3,x\n");
        Assert.Equal(["1|Ann|200"], read.Rows.Select(r => r.Values));
        Assert.Equal("field-count", Assert.Single(Assert.Single(read.Rejects).Errors).Rule);
        Assert.Empty(read.Changes);
    }

    /// <summary>A renamed column: names and values say which one.</summary>
    [Theory]
    [InlineData("e_mail", "a@b.example", true)]
    [InlineData("E-Mail", "a@b.example", true)]
    [InlineData("E Mail", "", true)]
    [InlineData("emial", "a@b.example", true)]
    [InlineData("e_mail", "nobody", false)]
    [InlineData("contact", "a@b.example", true)]
    [InlineData("contact", "", false)]
    [InlineData("contact", "nobody", false)]
    public async Task A_renamed_column_is_suggested_by_its_name_and_its_values(string header, string value, bool isLike)
    {
        var users = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("email", format: "email"));
        var file = $"id,{header}\n1,{value}\n";
        var hint = isLike
            ? $"\"{header}\" looks like \"email\": if it is the same, give the field \"sluice:aliases\": [\"{header}\"]"
            : null;

        var refused = await RefusedAsync(users, file);

        Assert.Equal(isLike, refused.Message.Contains($" {hint}.", StringComparison.Ordinal) && hint is not null);
        Assert.Equal([hint, hint], refused.Changes.Select(c => c.Hint));
        var ignored = await Given.ReadAsync(
            users with { OnNewColumn = NewColumnPolicy.Ignore, OnMissingColumn = MissingColumnPolicy.Null }, file);
        Assert.Equal([hint, hint], ignored.Changes.Select(c => c.Hint));
    }

    [Fact]
    public async Task Values_are_in_no_message_and_no_change()
    {
        var users = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("pin", FieldType.Integer));
        var refused = await RefusedAsync(users, "id,PIN,secret\n1,777001,secret-777001\n");

        Assert.DoesNotContain("777001", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("777001", string.Concat(refused.Changes), StringComparison.Ordinal);
        Assert.Equal([true, true, false], refused.Changes.Select(c => c.Hint is not null));
    }

    [Fact]
    public async Task A_long_header_is_shortened()
    {
        var header = new string('x', 126) + "😀y";
        var change = Assert.Single(
            (await Given.ReadAsync(Choosing(NewColumnPolicy.Ignore, null), $"id,name,amount,{header}\n1,Ann,2,3\n")).Changes);
        Assert.Equal(new string('x', 126) + "…", change.Column);
    }

    [Fact]
    public async Task A_header_with_no_field_at_all_is_another_header_and_no_change()
    {
        var refused = await RefusedAsync(Choosing(null, null), "a,b,c\n1,2,3\n");
        Assert.Empty(refused.Changes);
    }

    [Fact]
    public async Task An_empty_file_that_is_refused_has_the_changes_of_its_header()
    {
        var dataset = Choosing(NewColumnPolicy.Ignore, null) with { OnEmpty = EmptyPolicy.Refuse };
        var refused = await RefusedAsync(dataset, "id,name,amount,colour\n");
        Assert.Equal(["colour new - - empty ignored"], refused.Changes.Select(Describe));
    }

    [Fact]
    public async Task A_fault_further_on_does_not_hide_why_the_columns_are_refused()
    {
        var random = new Random(1);
        var rows = string.Concat(Enumerable.Range(0, 100).Select(i =>
        {
            var bytes = new byte[7_500];
            random.NextBytes(bytes);
            return $"{i},{Convert.ToBase64String(bytes)},2,red\n";
        }));
        var zip = Compress($"id,name,amount,colour\n{rows}");

        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Choosing(null, null), zip[..(zip.Length / 2)]));

        Assert.Contains("column \"colour\" is not a field of the schema", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Compress(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static Dataset Choosing(
        NewColumnPolicy? onNew, MissingColumnPolicy? onMissing, FieldsMatch match = FieldsMatch.Equal) => (People with
        {
            OnNewColumn = onNew,
            OnMissingColumn = onMissing,
            Schema = People.Schema with { FieldsMatch = match },
        }).WithExtra();

    private static Dataset Added(FieldsMatch match, params AddedColumn[] columns) =>
        Choosing(NewColumnPolicy.Add, null, match).WithAdded(columns);

    private static async Task<IEnumerable<string>> RowsAsync(Dataset dataset, string file) =>
        (await Given.ReadAsync(dataset, file)).Rows.Select(r => r.Values);

    private static Task<FileRefusedException> RefusedAsync(Dataset dataset, string file) =>
        Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(dataset, file));

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Describe(ColumnChange change) => string.Join(
        ' ',
        ((string?[])[change.Column, Name(change.Change), change.Before ?? "-", change.After ?? "-", change.SampleKind, Name(change.Action)])
            .Where(t => t is not null));
}
