using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Sluice.Inference;
using Sluice.Lake.Schema;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Validation;

/// <summary>Inference gives a column of numbers only a type that keeps each number as it is written.</summary>
[Trait("kind", "thorough")]
public class InferredNumberTests
{
    private static readonly Gen<string> Digits = Gen.Char['0', '9'].Array[1, 24].Select(c => new string(c));

    // The last digit before the point is not 0, so 007 is not a number here.
    private static readonly Gen<string> Number =
        from sign in Gen.OneOf("", "", "-")
        from whole in Gen.OneOf(Gen.Const("0"), Gen.Select(Gen.Char['1', '9'], Digits, (first, rest) => first + rest))
        from places in Gen.OneOf(Gen.Const(""), Digits.Select(d => "." + d))
        from exponent in Gen.Frequency((6, Gen.Const("")), (1, Gen.Int[-20, 20].Select(e => $"e{e}")))
        select sign + whole + places + exponent;

    [Theory]
    [InlineData("integer", null, "9223372036854775807", "-9223372036854775808")]
    [InlineData("number", null, "9223372036854775807", "9223372036854775808")]
    [InlineData("number", null, "9999999999999999999999999999", "18446744073709551615")]
    [InlineData("number", "decimal(38,0)", "10000000000000000000000000000", "1")]
    [InlineData("number", "decimal(38,0)", "99999999999999999999999999999999999999", "-99999999999999999999999999999999999998")]
    [InlineData("string", null, "340282366920938463463374607431768211456", "340282366920938463463374607431768211457")]
    [InlineData("string", null, "10000000000000000000000000000000000000000")]
    [InlineData("number", null, "0.12345", "1.5")]
    [InlineData("number", "float", "0.1234567890", "1.5")]
    [InlineData("number", "float", "0.123456789012345", "1.5")]
    [InlineData("number", "float", "0.30000000000000004", "1.1")]
    [InlineData("number", "decimal(38,30)", "0.1234567890123456789", "1.5")]
    [InlineData("number", "decimal(38,19)", "0.1234567890123456789", "1234567890123456789")]
    [InlineData("number", "decimal(38,38)", "0.12345678901234567890123456789012345678", "0")]
    [InlineData("number", "decimal(38,28)", "-1234567890.1234567890123456789", "2e-3")]
    [InlineData("string", null, "0.1234567890123456789", "12345678901234567890.5")]
    [InlineData("string", null, "0.1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890.5")]
    [InlineData("number", "float", "1e-300", "2.5")]
    [InlineData("number", "float", "1e300", "123456789012345")]
    [InlineData("string", null, "1e300", "9223372036854775807")]
    [InlineData("string", null, "1.2345678901234567891e300", "1.5")]
    [InlineData("number", "float", "9.999999999999999293e-41", "3.300000000000000002e+200")]
    [InlineData("number", "float", "5e-324", "1.5")]
    [InlineData("number", "float", "482.659e-10")]
    [InlineData("number", "float", "1.234e-10", "1e-5")]
    [InlineData("string", null, "5.2e-324", "1.5")]
    public async Task A_column_of_numbers_has_a_type_that_keeps_them(string type, string? column, params string[] numbers)
    {
        var field = (await InferAsync(numbers))["fields"]![0]!;
        Assert.Equal((type, column), ((string)field["type"]!, (string?)field["sluice:type"]));
    }

    /// <summary>A separator before three digits is a fraction's if an exponent follows.</summary>
    [Theory]
    [InlineData("482,659e-7", ",")]
    [InlineData("1,234E3", ",")]
    public async Task A_number_with_an_exponent_has_no_digit_groups(string number, string decimalChar)
    {
        var field = (await InferAsync([$"\"{number}\""]))["fields"]![0]!;
        Assert.Equal(("number", decimalChar, null), ((string)field["type"]!, (string?)field["decimalChar"], (string?)field["groupChar"]));
    }

    /// <summary>Rounding once made two numbers one.</summary>
    [Fact]
    public void All_numbers_are_read_as_they_are_written() =>
        Number.Array[1, 5].Sample(
            numbers =>
            {
                var schema = InferAsync(numbers).GetAwaiter().GetResult();
                var lake = LakeFolder.Load(new JsonObject
                {
                    ["resources"] = new JsonArray(new JsonObject { ["name"] = "a", ["path"] = "data/a/*.csv", ["schema"] = schema }),
                }.ToJsonString());
                var field = lake.Datasets[0].Schema.Fields[0];
                var read = Given.ReadAsync(lake.Datasets[0], File(numbers)).GetAwaiter().GetResult();
                Assert.Empty(read.Rejects);
                Assert.Equal(numbers.Length, read.Rows.Count);
                Assert.All(numbers.Zip(read.Rows),
                    pair => Assert.Contains(ValueOf(pair.First), HeldAs(field.Column, pair.Second.Item2, pair.First).Select(ValueOf)));
            },
            iter: 5_000);

    // The value in a column, as text. A floating-point number has a shortest text, and with an exponent texts of any length.
    private static IEnumerable<string> HeldAs(ColumnType column, string held, string written)
    {
        yield return column.Kind == ColumnKind.Decimal ? $"{held}e-{column.Scale}" : held;
        if (column.Kind == ColumnKind.Double && written.Contains('e', StringComparison.Ordinal))
        {
            var digits = written.Split('e')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('-', '0').Length;
            yield return double.Parse(held, CultureInfo.InvariantCulture)
                .ToString($"E{Math.Max(0, digits - 1)}", CultureInfo.InvariantCulture);
        }
    }

    // A number as whole digits and a power of ten, computed independently.
    private static (BigInteger Digits, int Exponent) ValueOf(string text)
    {
        var parts = text.Split('e', 'E');
        var point = parts[0].Split('.');
        var digits = BigInteger.Parse(string.Concat(point), CultureInfo.InvariantCulture);
        var exponent =
            (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (point.Length > 1 ? point[1].Length : 0);
        while (digits != 0 && digits % 10 == 0)
        {
            digits /= 10;
            exponent++;
        }

        return (digits, digits == 0 ? 0 : exponent);
    }

    private static string File(string[] numbers) => $"f\n{string.Join('\n', numbers)}\n";

    private static async Task<JsonNode> InferAsync(string[] numbers)
    {
        using var inference = new SchemaInference();
        await inference.ReadAsync(Given.File(Encoding.UTF8.GetBytes(File(numbers))), "a.csv", long.MaxValue, CancellationToken.None);
        return ResourceJson.Write("a", "data/a/*.csv", inference)["schema"]!.DeepClone();
    }
}
