using System.Text;
using Sluice.Erasure;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>Fields whose values come from the path, the name or the time of the file, and not from a column.</summary>
public class FileFieldTests
{
    private const string File = "data/ads/eu/2025-01-31/a.csv";
    private static readonly DateTimeOffset Time = new(2025, 2, 1, 13, 30, 15, TimeSpan.FromHours(1));

    private static readonly Field Region = Given.Field("region") with { From = FieldSource.Path };
    private static readonly Field Day = Given.Field("day", FieldType.Date) with { From = FieldSource.Path };
    private static readonly Field Id = Given.Field("id", FieldType.Integer, required: true);
    private static readonly Field Name = Given.Field("name");

    [Fact]
    public async Task Each_row_has_the_values_of_its_file()
    {
        var ads = Ads(
            Id, Day, Region, Given.Field("source") with { From = FieldSource.FileName }, Name,
            Given.Field("uploaded", FieldType.Datetime) with { From = FieldSource.FileLastModified });
        var read = await ReadAsync(ads, "id,name\n1,Ann\nx,Bob\n3,\n");

        // Days and ticks since 1970.
        var ticks = (Time.UtcDateTime - DateTime.UnixEpoch).Ticks;
        Assert.Equal([(1, $"1|20119|eu|a.csv|Ann|{ticks}"), (3, $"3|20119|eu|a.csv|∅|{ticks}")], read.Rows);
        Assert.Equal("id: \"x\" is not an integer", Assert.Single(read.Rejects).Errors is [var e] ? $"{e.Field}: {e.Message}" : null);
    }

    [Fact]
    public async Task More_rows_than_a_batch_have_them_too()
    {
        var read = await ReadAsync(Ads(Region, Id), $"id\n{string.Concat(Enumerable.Range(1, 50).Select(i => $"{i}\n"))}");

        Assert.Equal(Enumerable.Range(1, 50).Select(i => ((long)i, $"eu|{i}")), read.Rows);
    }

    [Theory]
    [InlineData(FieldsMatch.Exact)]
    [InlineData(FieldsMatch.Equal)]
    [InlineData(FieldsMatch.Subset)]
    [InlineData(FieldsMatch.Superset)]
    [InlineData(FieldsMatch.Partial)]
    public async Task The_file_needs_no_column_for_them(FieldsMatch match)
    {
        var required = Region with { Constraints = new FieldConstraints { Required = true } };

        Assert.Equal(["eu|1|20119|a"], Values(await ReadAsync(Matching(Ads(required, Id, Day, Name), match), "id,name\n1,a\n")));
    }

    [Theory]
    [InlineData(FieldsMatch.Exact, true)]
    [InlineData(FieldsMatch.Equal, true)]
    [InlineData(FieldsMatch.Superset, true)]
    [InlineData(FieldsMatch.Subset, false)]
    [InlineData(FieldsMatch.Partial, false)]
    public async Task A_column_of_such_a_name_is_an_extra_column(FieldsMatch match, bool refused)
    {
        var ads = Matching(Ads(Region, Id), match);
        if (refused)
        {
            var e = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(ads, "id,region\n1,us\n"));
            Assert.Contains(
                "column \"region\" is in the file, but the values of this field do not come from a column (sluice:from)", e.Message,
                StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(["eu|1"], Values(await ReadAsync(ads, "id,region\n1,us\n")));
        }
    }

    [Fact]
    public async Task A_file_without_a_header_has_columns_for_the_other_fields()
    {
        var ads = Ads(Region, Id, Day, Name) with { Dialect = CsvDialect.Default with { Header = false } };
        var read = await ReadAsync(ads, "1,a\n2,b\n");

        Assert.Equal(["eu|1|20119|a", "eu|2|20119|b"], Values(read));
        Assert.Equal("\"id\",\"name\"", read.Header);
        Assert.Contains(
            "has 3 columns and the schema 2 fields",
            (await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(ads, "1,a,x\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_column_is_reported_though_other_fields_need_none() => Assert.Contains(
        "column \"name\" is missing",
        (await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Ads(Region, Id, Name), "id\n1\n"))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("data/ads/eu/2025-13-40/a.csv", "\"2025-13-40\" is not a date")]
    [InlineData("data/ads/-/2025-01-31/a.csv", "a value is required")]
    [InlineData("data/ads/asia/2025-01-31/a.csv", "\"asia\" is not one of \"eu\", \"us\"")]
    [InlineData("data/ads/eu/2024-12-31/a.csv", "\"2024-12-31\" is less than 2025-01-01")]
    public async Task A_folder_that_is_no_value_of_its_field_refuses_the_file(string path, string says)
    {
        var ads = Ads(
            Id,
            Region with { MissingValues = ["-"], Constraints = new FieldConstraints { Required = true, Enum = ["eu", "us"] } },
            Day with { Constraints = new FieldConstraints { Minimum = "2025-01-01" } });
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(ads, "id\n1\n", path));

        var field = says.Contains("20", StringComparison.Ordinal) ? "day" : "region";
        Assert.StartsWith(
            $"Field \"{field}\" comes from the path, and its value in {path} is not valid: {says}", refused.Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            ". Move the file to a path that is valid, or correct the field in the lake definition.", refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(["1|eu|20119"], Values(await ReadAsync(ads, "id\n1\n")));
    }

    [Fact]
    public async Task A_name_and_a_time_that_are_not_valid_refuse_the_file()
    {
        var named = Given.Field("day", FieldType.Date, "%Y-%m-%d.csv") with { From = FieldSource.FileName };
        var timed = Given.Field("uploaded", FieldType.Datetime) with
        {
            From = FieldSource.FileLastModified,
            Constraints = new FieldConstraints { Maximum = "2025-01-01T00:00:00Z" },
        };

        Assert.Equal(["1|20119"], Values(await ReadAsync(Ads(Id, named), "id\n1\n", "data/2025-01-31.csv")));
        Assert.Contains(
            "Rename the file", (await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Ads(Id, named), "id\n1\n"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Upload it again", (await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Ads(Id, timed), "id\n1\n"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_means_no_value_gives_rows_without_one() =>
        Assert.Equal(["1|∅"], Values(await ReadAsync(Ads(Id, Region with { MissingValues = ["eu"] }), "id\n1\n")));

    [Fact]
    public async Task What_is_not_known_of_a_file_is_no_value_and_not_validated()
    {
        var required = Day with { Constraints = new FieldConstraints { Required = true } };

        Assert.Equal(["1|∅"], Values(await Given.ReadAsync(Ads(Id, required), "id\n1\n")));
        Assert.Equal(["1|∅"], Values(await ReadAsync(Ads(Id, required), "id\n1\n", "data/elsewhere/a.csv")));
    }

    [Theory]
    [InlineData(Sensitivity.Mask, "****")]
    [InlineData(Sensitivity.Drop, "∅")]
    public async Task A_sensitive_value_is_hidden(Sensitivity sensitivity, string stored) =>
        Assert.Equal([$"1|{stored}"], Values(await ReadAsync(Ads(Id, Hide(Region, sensitivity)), "id\n1\n")));

    [Fact]
    public async Task A_hashed_value_is_the_hash_of_a_column_with_the_same_value()
    {
        var hashed = Hide(Region, Sensitivity.Hash);
        var column = hashed with { From = FieldSource.Column };

        Assert.Equal(
            Values(await ReadAsync(Ads(Id, column), "id,region\n1,eu\n2,eu\n")), Values(await ReadAsync(Ads(Id, hashed), "id\n1\n2\n")));
    }

    [Fact]
    public async Task A_sensitive_value_that_is_not_valid_is_not_told()
    {
        var secret = Hide(Region with { Constraints = new FieldConstraints { Enum = ["us"] } }, Sensitivity.Hash);
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(Ads(Id, secret), "id\n1\n"));

        Assert.DoesNotContain("\"eu\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_can_have_them()
    {
        var ads = Ads(Region, Id, Name);
        ads = ads with { Schema = ads.Schema with { PrimaryKey = ["region", "id"] } };
        var read = await ReadAsync(ads, "id,name\n1,a\n2,b\n1,c\n");

        Assert.Equal(["eu|1|a", "eu|2|b"], Values(read));
        Assert.Equal("primaryKey", Assert.Single(Assert.Single(read.Rejects).Errors).Rule);
    }

    [Fact]
    public async Task Keys_of_hashed_values_can_have_them()
    {
        var ads = Ads(Hide(Region, Sensitivity.Hash), Id);
        ads = ads with { Schema = ads.Schema with { UniqueKeys = [["id", "region"]] } };

        Assert.Equal([1L, 2L], (await ReadAsync(ads, "id\n1\n2\n1\n")).Rows.Select(r => r.Number));
    }

    [Fact]
    public async Task Rows_that_are_added_have_the_time_of_their_version()
    {
        var ads = Ads(Id, Given.Field("uploaded", FieldType.Datetime) with { From = FieldSource.FileLastModified });
        ads = ads with { Schema = ads.Schema with { UniqueKeys = [["id", "uploaded"]] } };
        var first = await ReadAsync(ads, "id\n1\n");
        var grown = await Given.ReadAsync(
            ads, Encoding.UTF8.GetBytes("id\n1\n2\n"), after: first, origin: FileOrigin.Of(ads, File, Time.AddSeconds(1)));

        Assert.Equal(2, Assert.Single(grown.Rows).Number);
        var ticks = (Time.UtcDateTime - DateTime.UnixEpoch).Ticks;
        Assert.Equal([$"1|{ticks}", $"2|{ticks + TimeSpan.TicksPerSecond}"], Values(first).Concat(Values(grown)));
    }

    [Fact]
    public async Task A_time_is_as_fine_as_the_warehouse_can_hold()
    {
        var ads = Ads(Id, Given.Field("uploaded", FieldType.Datetime) with { From = FieldSource.FileLastModified });
        var read = await Given.ReadAsync(ads, "id\n1\n"u8.ToArray(), origin: FileOrigin.Of(ads, File, Time.AddTicks(1_234_567)));

        Assert.Equal([$"1|{(Time.UtcDateTime - DateTime.UnixEpoch).Ticks + 1_234_560}"], Values(read));
    }

    [Fact]
    public async Task The_first_path_that_matches_decides()
    {
        var ads = Ads(Id, Region) with
        {
            Paths = [new DatasetPath("data", "ads/*/{region}/*.csv"), new DatasetPath("data", "ads/{region}/*/*.csv")],
        };

        Assert.Equal(["1|2025-01-31"], Values(await ReadAsync(ads, "id\n1\n")));
    }

    [Theory]
    [InlineData("us", 2)]
    [InlineData("eu", 1)]
    public async Task An_erased_key_can_have_them(string region, int rows)
    {
        var ads = Ads(Region, Id with { Constraints = new FieldConstraints { Maximum = "10" } }) with { WriteMode = WriteMode.Merge };
        ads = ads with { Schema = ads.Schema with { PrimaryKey = ["region", "id"] } };
        var hash = new KeyHash(Given.HashKey).Compute("ads", null, [region, 2L]);
        Tombstone[] tombstones = [new("ads", hash, hash, DefinitionFingerprint.ComputeKeyId(Given.HashKey)!, Time) { Id = 1 }];
        var erased = ErasedKeys.From(tombstones).For(ads, Given.HashKey);
        await using var reader = await DatasetReader.StartAsync(
            ads, Given.DuckDb, new ReadOptions { HashKey = Given.HashKey }, Given.File("id\n1\n2\n2,x\n"u8.ToArray()), hashing: false,
            TestContext.Current.CancellationToken, erased: erased, origin: FileOrigin.Of(ads, File, Time));
        var (batch, rejects) = (new ColumnBatch(ads.Schema, 7), new List<Reject>());
        await reader.ReadAsync(batch, rejects, TestContext.Current.CancellationToken);

        Assert.Equal((rows, rows - 1), (batch.Count, rejects.Count));
    }

    [Theory]
    [InlineData("/home/me/ads/eu/2025-01-31/a.csv", "1|eu")]
    [InlineData("/home/me/a.csv", "1|∅")]
    public async Task A_local_file_has_what_the_end_of_its_path_gives(string path, string values)
    {
        var ads = Ads(Id, Region);

        Assert.Equal([values], Values(await Given.ReadAsync(ads, "id\n1\n"u8.ToArray(), origin: FileOrigin.OfLocal(ads, path, Time))));
    }

    private static Dataset Ads(params Field[] fields) =>
        Given.Dataset(fields) with { Paths = [new DatasetPath("data", "ads/{region}/{day}/*.csv")] };

    private static Dataset Matching(Dataset dataset, FieldsMatch match) =>
        dataset with { Schema = dataset.Schema with { FieldsMatch = match } };

    private static Field Hide(Field field, Sensitivity sensitivity) =>
        field with { Sensitive = sensitivity, PlainColumn = field.Column, Column = new ColumnType(ColumnKind.Text) };

    private static Task<ReadFile> ReadAsync(Dataset dataset, string text, string path = File) =>
        Given.ReadAsync(dataset, Encoding.UTF8.GetBytes(text), origin: FileOrigin.Of(dataset, path, Time));

    private static IEnumerable<string> Values(ReadFile read) => read.Rows.Select(r => r.Values);
}
