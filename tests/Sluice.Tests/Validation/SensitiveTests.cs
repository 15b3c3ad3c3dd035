using System.Security.Cryptography;
using System.Text;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>Sensitive values.</summary>
public class SensitiveTests
{
    private const string Secret = "4242424242424242";

    [Fact]
    public async Task A_dropped_value_is_validated_and_not_loaded()
    {
        var read = await ReadAsync(Sensitivity.Drop, FieldType.Integer, $"1,{Secret}\n2,x\n");
        Assert.Equal([(1, "1|∅")], read.Rows);
        Assert.Equal("type", Assert.Single(read.Rejects).Errors[0].Rule);
    }

    [Fact]
    public async Task A_hashed_value_is_the_keyed_hash_of_its_text()
    {
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Given.HashKey, Encoding.UTF8.GetBytes(Secret)));
        var read = await ReadAsync(Sensitivity.Hash, FieldType.Integer, $"1,{Secret}\n2,\n");
        Assert.Equal([(1, $"1|{expected}"), (2, "2|∅")], read.Rows);
    }

    [Theory]
    [InlineData(Secret, "****4242")]
    [InlineData("secret", "****")]
    [InlineData("漢漢漢漢漢漢漢漢漢漢漢é漢😀", "****漢é漢😀")]
    public async Task A_masked_value_keeps_its_last_characters_if_it_is_long(string text, string held) =>
        Assert.Equal([(1, $"1|{held}")], (await ReadAsync(Sensitivity.Mask, FieldType.String, $"1,{text}\n")).Rows);

    [Theory]
    [InlineData("x,4242424242424242\n", "x,****")]
    [InlineData("1,\"4242,4242\"\n", "1,****")]
    [InlineData("1,4242424242424242,3\n", "****")]
    [InlineData("1,\"4242\"42\n", "****")]
    [InlineData("1,\"4242424242\n", "****")]
    public async Task A_secret_is_in_no_reject(string row, string raw)
    {
        var read = await ReadAsync(Sensitivity.Mask, FieldType.Integer, row);
        var reject = Assert.Single(read.Rejects);
        Assert.Equal(raw, reject.RawText);
        Assert.Equal(raw, Encoding.UTF8.GetString(reject.RawBytes.Span));
        Assert.DoesNotContain("4242", string.Concat(reject.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_with_hashes_needs_a_key()
    {
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(
            () => DatasetReader.StartAsync(
                Cards(Sensitivity.Hash, FieldType.String), Given.DuckDb, new ReadOptions(), Given.File([]), hashing: false,
                CancellationToken.None));
        Assert.Contains("Sensitive__HashKey", missing.Message, StringComparison.Ordinal);
    }

    private static Task<ReadFile> ReadAsync(Sensitivity sensitivity, FieldType type, string rows) =>
        Given.ReadAsync(Cards(sensitivity, type), "id,card\n" + rows);

    private static Dataset Cards(Sensitivity sensitivity, FieldType type)
    {
        var card = Given.Field("card", type);
        return Given.Dataset(
            Given.Field("id", FieldType.Integer),
            card with { Sensitive = sensitivity, PlainColumn = card.Column, Column = new ColumnType(ColumnKind.Text) });
    }
}
