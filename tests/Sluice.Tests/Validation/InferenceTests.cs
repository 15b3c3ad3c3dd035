using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Sluice.Inference;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Tests.Generate;
using Sluice.Tests.Lake;
using Sluice.Validation;

namespace Sluice.Tests.Validation;

/// <summary>What inference makes of files without a description.</summary>
public class InferenceTests
{
    [Theory]
    [InlineData("1\n-2\n", "integer", "default")]
    [InlineData("007\n012\n", "string", "default")]
    [InlineData("+4912345\n+4912346\n", "string", "default")]
    [InlineData("1.5\n2\n", "number", "default")]
    [InlineData("1e300\n2\n", "number", "default")]
    [InlineData("true\nFALSE\n", "boolean", "default")]
    [InlineData("0\n1\n", "integer", "default")]
    [InlineData("2024-01-26\n", "date", "default")]
    [InlineData("26/01/2024\n", "date", "%d/%m/%Y")]
    [InlineData("01/26/2024\n", "date", "%m/%d/%Y")]
    [InlineData("2024-01-26T15:00:00Z\n", "datetime", "default")]
    [InlineData("2024-01-26 15:00:00\n", "datetime", "%Y-%m-%d %H:%M:%S")]
    [InlineData("2015/01/01 01:00:00\n", "datetime", "%Y/%m/%d %H:%M:%S")]
    [InlineData("2024-01-31T10:00\n", "datetime", "%Y-%m-%dT%H:%M")]
    [InlineData("2024-01-31 10:00:00+00\n", "datetime", "%Y-%m-%d %H:%M:%S%z")]
    [InlineData("2024-01-31 10:00:00 UTC\n", "datetime", "%Y-%m-%d %H:%M:%S %Z")]
    [InlineData("2024-01-31 10:00:00.123456789\n", "datetime", "%Y-%m-%d %H:%M:%S.%f")]
    [InlineData("2024-01-31T10:00:00.123456789Z\n", "datetime", "default")]
    [InlineData("1/31/2024 3:00 PM\n", "datetime", "%m/%d/%Y %I:%M %p")]
    [InlineData("\"Wed, 31 Jan 2024 10:00:00 GMT\"\n", "datetime", "%a, %d %b %Y %H:%M:%S %Z")]
    [InlineData("\"Wed, 31 Jan 2024 10:00:00 +0100\"\n", "datetime", "%a, %d %b %Y %H:%M:%S %z")]
    [InlineData("31JAN2024:10:00:00\n", "datetime", "%d%b%Y:%H:%M:%S")]
    [InlineData("01/31/24\n", "date", "%m/%d/%y")]
    [InlineData("31.01.24\n", "date", "%d.%m.%y")]
    [InlineData("\"Jan 1, 2000\"\n", "date", "%b %d, %Y")]
    [InlineData("1 January 2000\n", "date", "%d %B %Y")]
    [InlineData("31JAN2024\n", "date", "%d%b%Y")]
    [InlineData("15:00:00\n", "time", "default")]
    [InlineData("2024-01\n", "yearmonth", "default")]
    [InlineData("P1D\nPT5S\n", "duration", "default")]
    [InlineData("f81d4fae-7dec-11d0-a765-00a0c91e6bf6\n", "string", "uuid")]
    [InlineData("a@b.org\n", "string", "email")]
    [InlineData("\"{\"\"a\"\":1}\"\n", "object", "default")]
    [InlineData("[1]\n", "array", "default")]
    [InlineData("apple\n", "string", "default")]
    [InlineData("\"12,5\"\n3\n", "number", "default")]
    [InlineData("\"1,000\"\n3\n", "integer", "default")]
    public async Task The_narrowest_type_that_fits_is_found(string rows, string type, string format)
    {
        var field = Assert.Single((await Given.InferAsync("f\n" + rows)).ToTable("ads").ToSchema(isStrict: true).Fields);
        Assert.Equal((type, format), (field.Type.ToString().ToLowerInvariant(), field.Format));
    }

    [Fact]
    public async Task Missing_values_keys_and_enum_candidates_are_found()
    {
        var rows = string.Concat(Enumerable.Range(1, 100).Select(i => $"{i};{(i % 7 == 0 ? "NA" : "1.5")};{(i % 2 == 0 ? "F" : "M")};é\n"));
        using var inference = await Given.InferAsync("id;price;sex;name\n" + rows);
        var schema = inference.ToTable("ads").ToSchema(isStrict: true);
        Assert.Equal((";", 100L), (inference.Delimiter, inference.Rows));
        Assert.Equal(["id"], schema.PrimaryKey);
        Assert.Equal(["", "NA"], schema.Fields[1].MissingValues);
        Assert.Equal((true, true), (schema.Fields[0].Constraints.Unique, schema.Fields[0].Constraints.Required));
        Assert.Equal(["F", "M"], schema.Fields[2].Constraints.Enum!);
        Assert.False(schema.Fields[1].Constraints.Required);
    }

    /// <summary>
    /// A file is UTF-8 if at least half of its non-ASCII text is valid UTF-8. Other text is rarely valid by chance, and a damaged
    /// byte rejects only its row.
    /// </summary>
    [Theory]
    [InlineData("windows-1252", "1,é€\n2,Zoë\n3,Ã\n", "windows-1252", 3, 0)]
    [InlineData("windows-1252", "1,JosÃ©\n2,Zoë\n3,é\n", "windows-1252", 3, 0)]
    [InlineData("utf-8", "1,é€\n2,Zoë\n3,漢字\n", "utf-8", 3, 0)]
    [InlineData("utf-8", "1,é\n2,\n3,ok\n", "utf-8", 2, 1)]
    [InlineData("utf-8", "1,é\n2,ü\n3,\n4,x\n5,a\n", "windows-1252", 5, 0)]
    [InlineData("utf-8", "1,\n2,ok\n", "windows-1252", 2, 0)]
    [InlineData("utf-8", "1,a\n2,b\n", "utf-8", 2, 0)]
    [InlineData("shift_jis", "1,番号\n2,名前\n3,データ\n", "shift_jis", 3, 0)]
    [InlineData("utf-16LE", "1,é\n2,Zoë\n", "utf-16le", 2, 0)]
    [InlineData("utf-16BE", "1,é\n2,Zoë\n", "utf-16be", 2, 0)]
    public async Task The_encoding_is_found_by_the_bytes(string written, string rows, string found, int read, int skipped)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(written).GetBytes("id,name\n" + rows);
        if (written == "utf-8")
        {
            // A byte of an old program.
            bytes = [.. bytes.Select(b => b == 1 ? (byte)0xE9 : b)];
        }

        using var inference = new SchemaInference();
        await inference.ReadAsync(Given.File(bytes), "a.csv", long.MaxValue, TestContext.Current.CancellationToken);
        Assert.Equal((found, read, skipped, skipped), (inference.Encoding, inference.Rows, inference.Skipped, inference.InvalidSequences));
    }

    [Fact]
    public async Task One_bad_byte_in_many_rows_leaves_the_others_as_they_are()
    {
        var rows = Enumerable.Range(1, 5_000).Select(i => Encoding.UTF8.GetBytes($"{i},Jean Müller {i}\n")).ToArray();
        rows[2_499] = [.. "2500,Ren"u8, 0xE9, .. " M\n"u8];
        using var inference = new SchemaInference();
        await inference.ReadAsync(
            Given.File([.. "id,name\n"u8, .. rows.SelectMany(r => r)]), "a.csv", long.MaxValue, TestContext.Current.CancellationToken);
        Assert.Equal(("utf-8", 4_999, 1), (inference.Encoding, inference.Rows, inference.Skipped));
        Assert.Equal((2_501, "encoding"), ((int)inference.Rejects[0].Line, inference.Rejects[0].Errors[0].Rule));
    }

    /// <summary>
    /// Not all columns: in a file so dirty that no type fits, columns are text, and the remaining rejects are not rows at all.
    /// </summary>
    [Fact]
    public async Task The_dirty_sample_is_UTF8_and_its_broken_bytes_are_rejects()
    {
        using var sample = await SampleFolder.CreateAsync(20_000, dirt: 0.02);
        foreach (var file in sample.Summary.Files.Where(f => f.Rules.Any(r => r.Key.EndsWith("/encoding", StringComparison.Ordinal))))
        {
            var path = Path.Combine(sample.Path, file.File);
            using var inference = new SchemaInference();
            await inference.ReadAsync((offset, _) => Open(path, offset), path, long.MaxValue, TestContext.Current.CancellationToken);
            var broken = file.Rules.Where(r => r.Key.EndsWith("/encoding", StringComparison.Ordinal)
                || r.Key.EndsWith("/field-count", StringComparison.Ordinal));
            Assert.Equal(("utf-8", broken.Sum(r => r.Value)), (inference.Encoding, inference.Skipped));
        }
    }

    [Fact]
    public async Task Files_of_one_dataset_are_in_one_encoding_and_may_have_delimiters_of_their_own()
    {
        using var inference = await Given.InferAsync("id,v\n1,a\n");
        await ReadAsync(inference, "id;v\n2;é\n"u8.ToArray());
        Assert.Equal((null, "utf-8", 2), (inference.Delimiter, inference.Encoding, inference.Rows));
        Assert.False(ResourceJson.Write("a", "data/a/*.csv", inference).ContainsKey("dialect"));

        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(inference, [.. "id,v\n2,"u8, 0xE9, .. "\n"u8]));
        Assert.Equal("It is in windows-1252, and an earlier file in utf-8: a dataset has one encoding.", refused.Message);
        refused = await Assert.ThrowsAsync<FileRefusedException>(() => ReadAsync(inference, "id,w\n1,2\n"u8.ToArray()));
        Assert.Contains("column \"v\" is missing", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("NA")]
    [InlineData("-")]
    [InlineData("\\N")]
    public async Task A_column_without_a_value_is_text(string nothing)
    {
        var field = (await Given.InferAsync($"id,f\n1,{nothing}\n2,{nothing}\n3,\n")).ToTable("ads").ToSchema(isStrict: true).Fields[1];
        Assert.Equal((FieldType.String, "default"), (field.Type, field.Format));
        Assert.Equal(["", nothing], field.MissingValues);
        Assert.Equal(FieldConstraints.None, field.Constraints);
    }

    /// <summary>As validation compares them: a later row with another text of the same value is a reject.</summary>
    [Theory]
    [InlineData("2012/12/1", "2012/12/01", false)]
    [InlineData("2012/12/1", "2012/12/2", true)]
    [InlineData("3:05 PM", "03:05 PM", false)]
    [InlineData("3:05 PM", "3:05 AM", true)]
    [InlineData("{\"\"a\"\":1}", "{ \"\"a\"\":1}", false)]
    [InlineData("{\"\"a\"\":1}", "{\"\"a\"\":2}", true)]
    [InlineData("PT24H", "P1D", false)]
    [InlineData("2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", false)]
    [InlineData("3F2504E0-4F89-11D3-9A0C-0305E82C3301", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", true)]
    [InlineData("-0", "0", false)]
    [InlineData("-1", "1", true)]
    [InlineData("1", "1", false)]
    [InlineData("1", "x", true)]
    [InlineData("01", "1", true)]
    [InlineData("a", "A", true)]
    public async Task Values_are_unique_as_values(string one, string other, bool isUnique) =>
        Assert.Equal(isUnique, (await Given.InferAsync($"f\n\"{one}\"\n\"{other}\"\n")).ToTable("ads").Columns[0].IsUnique);

    /// <summary>A header that cannot be the name of a field is an alias of one.</summary>
    [Theory]
    [InlineData("a|b", "a|b")]
    [InlineData("first\nname|a\tb", "first name|a b")]
    [InlineData("a b|a\nb", "a b|a b_2=a b#2")]
    [InlineData("_row|_FILE|row", "row_2=_row|FILE=_FILE|row")]
    [InlineData("b|b|b|b_2", "b|b_3=b#2|b_4=b#3|b_2")]
    [InlineData("id|ID", "id|ID_2=ID")]
    [InlineData("|a|", "field1=#1|a")]
    [InlineData("|a| |field1", "field1_2=#1|a|field3=#2|field1")]
    [InlineData("_row|_row", "row=_row#1|row_2=_row#2")]
    [InlineData("b|b|b#2", "b|b_2=b#2|b#2_2=b#2#1")]
    [InlineData("|#1", "field1=#1|#1_2=#1#1")]
    [InlineData("a|a#1|a|a#1#1|a", "a|a#1_2=a#1#1|a_2=a#2|a#1#1_2=a#1#1#1|a_3=a#3")]
    [InlineData("a|_errors", "a")]
    [InlineData("_errors|a", "errors=_errors|a")]
    [InlineData("_errors", "errors=_errors")]
    public void Fields_are_named_after_their_headers(string header, string expected)
    {
        var fields = FieldNames.Create(header.Split('|'), readsEnd: false);
        Assert.Equal(expected, string.Join('|', fields.Select(f => f.Aliases is [var alias] ? $"{f.Name}={alias.Text}" : f.Name)));
    }

    [Fact]
    public void A_long_header_is_cut_for_a_name_between_two_characters()
    {
        var fields = FieldNames.Create([new string('a', 127) + "😀", new string('b', 200), new string('b', 201)], readsEnd: false);
        Assert.Equal([new string('a', 127), new string('b', 128), new string('b', 126) + "_2"], fields.Select(f => f.Name));
        Assert.Equal([129, 200, 201], fields.Select(f => f.Aliases[0].Text.Length));
    }

    /// <summary>The dialect that is written, and the number of rows that cannot be read with it.</summary>
    [Theory]
    [InlineData("Report of May\nSource: ERP\n\nid,name\n1,a\n", "{\"headerRows\":[4]}", 0)]
    [InlineData("Report\nid;name\n1;a\n", "{\"delimiter\":\";\",\"headerRows\":[2]}", 0)]
    [InlineData("Firm;Acme;;\nOf;2025;;\n;;;\nid;name;n;x\n1;a;2;y\n2;b;3;z\n", "{\"delimiter\":\";\",\"headerRows\":[4]}", 0)]
    [InlineData("name\nDoe, John\nRoe, Jane\n", "{\"delimiter\":\"\\t\"}", 0)]
    [InlineData("name\na\tb;c|d,e\nf\ng\nh\n", "{\"delimiter\":\"\\u001F\"}", 0)]
    [InlineData("# by erp\nid,name\n1,a\n# end\n", "{\"commentChar\":\"#\"}", 0)]
    [InlineData("id;name\n1;a\n//end\n", "{\"delimiter\":\";\",\"commentChar\":\"//\"}", 0)]
    [InlineData("a,b\n1,\"say \\\"hi\\\"\"\n2,\\N\n", "{\"escapeChar\":\"\\\\\",\"nullSequence\":\"\\\\N\"}", 0)]
    [InlineData("a,b\n1,'x, y'\n2,'z'\n", "{\"quoteChar\":\"\\u0027\"}", 0)]
    [InlineData("a,b\n1, \"x, y\"\n2, z\n", "{\"skipInitialSpace\":true}", 0)]
    [InlineData("a\tb\n1\t\"\n2\tan \"x\"\n3\t\"open\n", "{\"delimiter\":\"\\t\",\"quoteChar\":\"\"}", 0)]
    [InlineData("a,b\n1,x\ry\n2,z\n", "{\"lineTerminator\":\"\\n\"}", 0)]
    [InlineData("a,b\r\n1,x\ny\r\n2,z\r\n", "{\"lineTerminator\":\"\\r\\n\"}", 0)]
    [InlineData("a,b\r1,x\ny\r2,z\r", "{\"lineTerminator\":\"\\r\"}", 0)]
    [InlineData("a,b\n1,x\r\n2,y\n3\n", null, 0)]
    [InlineData("a,b\n1,\"open\n2,z\n", "{\"quoteChar\":\"\"}", 0)]
    [InlineData("a,b\n1,\"open\n2,\"z\"\n3,\"y\"\n", "{\"delimiter\":\",\"}", 1)]
    [InlineData("a,b\n1,'tis, the season\n2,z\n", "{\"header\":false,\"commentRows\":[1]}", 0)]
    [InlineData("a,b\n1,2\n3\n", null, 0)]
    [InlineData("1,a\n2,b\n", "{\"header\":false}", 0)]
    [InlineData("x y\n1,a\n2,b\n", "{\"header\":false,\"commentRows\":[1]}", 0)]
    [InlineData("\"a\",\"b\"\n\"r1\",1,2\n\"r2\",3,4\n", "{\"header\":false,\"commentRows\":[1]}", 0)]
    [InlineData("x,y\nkg,m\n1,2\n3,4\n", "{\"headerRows\":[1,2]}", 0)]
    [InlineData("a#b\n1#2\n3#4\n", "{\"delimiter\":\"#\"}", 0)]
    [InlineData("a||b\n1||2\n3||4\n", "{\"delimiter\":\"||\"}", 0)]
    [InlineData("a\u0001b\n1\u00012\n3\u00014\n", "{\"delimiter\":\"\\u0001\"}", 0)]
    [InlineData(
        "1 # 'x, y'\n2 # 'z'\n3 # 'q'\n",
        "{\"delimiter\":\"#\",\"quoteChar\":\"\\u0027\",\"skipInitialSpace\":true,\"header\":false}", 0)]
    [InlineData("#a,b\n1,2\n", null, 0)]
    public async Task How_a_file_is_written_is_found(string file, string? dialect, int skipped)
    {
        using var inference = await Given.InferAsync(file);
        Assert.Equal(
            (dialect, skipped), (ResourceJson.Write("a", "data/a/*.csv", inference)["dialect"]?.ToJsonString(), inference.Skipped));
    }

    /// <summary>Their definition has no dialect, so each file's is found by the fields, also when they are validated and loaded.</summary>
    [Theory]
    [InlineData("id,name\n1,a\n2,b\n", "id;name\n3;c\n4;d\n")]
    [InlineData("id\tname\n1\ta\n", "Report of May\n\nid|name\n2|b\n3|c\n")]
    [InlineData("id,name\n1,'x, y'\n2,'z'\n", "id;name\n3;c\n4;d\n")]
    public async Task Files_that_are_written_differently_are_one_dataset(params string[] files)
    {
        using var inference = new SchemaInference();
        foreach (var file in files)
        {
            await ReadAsync(inference, Encoding.UTF8.GetBytes(file));
        }

        var resource = ResourceJson.Write("a", "data/a/*.csv", inference);
        var inferred = LakeFolder.Load(new JsonObject { ["resources"] = new JsonArray(resource) }.ToJsonString()).Datasets[0];

        Assert.Null(inference.Delimiter);
        Assert.Equal((0, "Integer, String"), (inference.Skipped, string.Join(", ", inferred.Schema.Fields.Select(f => f.Type))));
        foreach (var file in files)
        {
            var found = await FileValidator.ValidateAsync(
                inferred, new WarehouseLimits(1), new ReadOptions(), Given.File(Encoding.UTF8.GetBytes(file)),
                r => Assert.Fail(string.Join("; ", r.Errors)), TestContext.Current.CancellationToken);
            Assert.Equal((true, 0, null), (found.Rows > 0, found.Rejected, found.Error));
        }
    }

    /// <summary>Rows are as wide as the widest one, and the columns after the header have numbered names.</summary>
    [Theory]
    [InlineData("a,b\n1,2\n3\n", "a|b", true)]
    [InlineData("a,b\n1,2,3\n4,5\n6,7,8\n", "a|b|field3", true)]
    [InlineData("1,2\n3,4\n", "field1|field2", false)]
    [InlineData("\"a\",\"b\"\n\"r1\",1,2\n\"r2\",3,4\n", "field1|a|b", false)]
    [InlineData("a,b\nkg,m\n1,2\n3,4\n", "a kg|b m", false)]
    public async Task Rows_of_several_widths_have_columns_for_all_values(string file, string names, bool isPadded)
    {
        using var inference = await Given.InferAsync(file);
        var resource = ResourceJson.Write("a", "data/a/*.csv", inference);
        Assert.Equal((names, isPadded, 0), (
            string.Join('|', resource["schema"]!["fields"]!.AsArray().Select(f => (string?)f!["name"])),
            (string?)resource["sluice:shortRows"] == "pad", inference.Skipped));
    }

    [Theory]
    [InlineData("price", "number")]
    [InlineData("unitPrice", "number")]
    [InlineData("hours_worked", "number")]
    [InlineData("price_id", "integer")]
    [InlineData("quantity", "integer")]
    public async Task Whole_numbers_with_the_name_of_a_measure_are_numbers(string name, string type)
    {
        var column = Assert.Single((await Given.InferAsync($"{name}\n1\n2\n")).ToTable("ads").Columns);
        Assert.Equal(type, column.Field.Type.ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task What_is_no_value_in_one_column_is_none_in_others()
    {
        var fields = (await Given.InferAsync("a,b,c\n1,NA,x\n2,2024-01-02,y\n")).ToTable("ads").Columns.Select(c => c.Field).ToArray();
        Assert.Equal(["|NA", "|NA", ""], fields.Select(f => string.Join('|', f.MissingValues)));
    }

    /// <summary>Inference does not try a candidate where one that implies it fits: each text that fits one must fit the others.</summary>
    [Fact]
    public void What_fits_a_candidate_fits_those_that_it_implies()
    {
        var candidates = new Candidates(new WarehouseLimits(TicksPerUnit: 1));
        Gen.OneOf("0", "1", "9", "12", "999", ".", ",", "-", "+", "e", "E", "00", "1234567890").Array[1, 8].Select(string.Concat).Sample(
            text =>
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                for (var i = 0; i < candidates.Count; i++)
                {
                    for (var j = 0; j < candidates.Count && candidates[i].Fits(bytes); j++)
                    {
                        Assert.True(
                            (candidates[i].ImpliedBy(bytes) >> j & 1) == 0 || candidates[j].Fits(bytes), $"{text} fits {i} and not {j}");
                    }
                }
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData("Ads.csv", "ads", "data/ads/**/*.csv")]
    [InlineData("lake/AdsOfMay.CSV.gz", "ads_of_may", "data/ads_of_may/**/*.CSV.gz")]
    [InlineData("SALES.csv", "sales", "data/sales/**/*.csv")]
    [InlineData("HRData.csv", "hr_data", "data/hr_data/**/*.csv")]
    [InlineData("IDs.csv", "ids", "data/ids/**/*.csv")]
    [InlineData("CO2Emissions.csv", "co2emissions", "data/co2emissions/**/*.csv")]
    [InlineData("Länder.csv", "lander", "data/lander/**/*.csv")]
    [InlineData("2024-05.tsv", "dataset_2024_05", "data/dataset_2024_05/**/*.tsv")]
    [InlineData("files.csv", "dataset_files", "data/dataset_files/**/*.csv")]
    [InlineData("a.2024[1]?.csv", "a", "data/a/**/*.csv")]
    [InlineData("a.{b}", "a", "data/a/**/*")]
    [InlineData("-", "dataset__", "data/dataset__/**/*")]
    public void A_resource_is_named_after_its_file_as_it_may_be(string file, string name, string path)
    {
        Assert.Equal((name, path), (ResourceNames.FromPath(file), ResourceNames.PathOf(name, file)));
        Assert.Null(ResourceNames.FaultOf(name));
        var lake = LakeFolder.Load(
            $$"""{ "resources": [{ "name": "{{name}}", "path": "{{path}}", "schema": { "fields": [{ "name": "f" }] } }] }""");
        Assert.Equal(path, $"{lake.Datasets[0].Paths[0]}");
    }

    [Fact]
    public void A_resource_of_a_file_with_a_long_name_is_named_as_long_as_it_may_be() =>
        Assert.Equal(new string('a', 120), ResourceNames.FromPath(new string('a', 300) + ".csv"));

    [Fact]
    public async Task Of_a_part_of_the_rows_nothing_is_said_that_the_rest_may_break()
    {
        using var inference = new SchemaInference();
        await inference.ReadAsync(Given.File("id\n1\n2\n3\n"u8.ToArray()), "a.csv", 2, TestContext.Current.CancellationToken);
        Assert.Equal(FieldConstraints.None, inference.ToTable("ads").ToSchema(isStrict: true).Fields[0].Constraints);
    }

    /// <summary>On clean sample files, inference finds the sample lake's own types, and its result rejects no row.</summary>
    [Fact]
    public async Task What_is_inferred_of_the_clean_sample_has_its_types_and_rejects_nothing()
    {
        using var sample = await SampleFolder.CreateAsync(5_000, dirt: 0);
        var lake = LakeDefinitionFile.Load(Path.Combine(AppContext.BaseDirectory, "../../../../../lake/datapackage.json"));
        foreach (var file in sample.Summary.Files)
        {
            var path = Path.Combine(sample.Path, file.File);
            using var inference = new SchemaInference();
            await inference.ReadAsync((offset, _) => Open(path, offset), path, long.MaxValue, TestContext.Current.CancellationToken);
            var resource = ResourceJson.Write(file.Dataset, "data/x/**/*.csv", inference);
            var inferred = LakeFolder.Load(new JsonObject { ["resources"] = new JsonArray(resource) }.ToJsonString()).Datasets[0];

            foreach (var field in lake.Find(file.Dataset)!.Schema.Fields)
            {
                Assert.Equal((field.Name, field.Type), (field.Name, inferred.Schema.Fields.Single(f => f.Name == field.Name).Type));
            }

            var found = await FileValidator.ValidateAsync(
                inferred, new WarehouseLimits(1), new ReadOptions(), (offset, _) => Open(path, offset),
                r => Assert.Fail(string.Join("; ", r.Errors)), TestContext.Current.CancellationToken);
            Assert.Equal((file.Good, 0, null), (found.Rows, found.Rejected, found.Error));
        }
    }

    private static Task ReadAsync(SchemaInference inference, byte[] file) =>
        inference.ReadAsync(Given.File(file), "a.csv", long.MaxValue, TestContext.Current.CancellationToken);

    private static Task<Stream> Open(string path, long offset)
    {
        var stream = File.OpenRead(path);
        stream.Position = offset;
        return Task.FromResult<Stream>(stream);
    }
}
