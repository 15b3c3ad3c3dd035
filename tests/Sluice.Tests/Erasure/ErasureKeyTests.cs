using Sluice.Erasure;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Operations;
using Sluice.Tests.Validation;

namespace Sluice.Tests.Erasure;

public class ErasureKeyTests
{
    private static readonly Dataset Ratings = Create(
        ["user", "day"], Given.Field("user", FieldType.Integer), Given.Field("day", FieldType.Date, "%d/%m/%Y"), Given.Field("stars"));

    [Fact]
    public void A_key_is_read_as_the_API_shows_its_values_in_any_order()
    {
        var key = Read(Ratings, out var fault, ("day", "2025-01-31"), ("user", "42"));
        Assert.Null(fault);
        Assert.Equal(new KeyHash(Given.HashKey).Compute("ads", key!.Fields, [42L, new DateOnly(2025, 1, 31)]), key.Hash);
    }

    /// <summary>The API shows whole numbers and times in UTC, however the files have them.</summary>
    [Fact]
    public void A_key_of_local_times_or_truncated_numbers_is_read_as_the_API_shows_it()
    {
        var at = Given.Field("at", FieldType.Datetime, "excel") with { Timezone = "Europe/Berlin", Trim = true };
        var id = Given.Field("id", FieldType.Integer) with { Fraction = FractionPolicy.Truncate };
        var dataset = Create(["at", "id"], at, id);

        var key = Read(dataset, out var fault, ("at", "2025-03-30T02:30:00"), ("id", "42"));

        Assert.Null(fault);
        Assert.Equal(new KeyHash(Given.HashKey).Compute("ads", key!.Fields, [new DateTime(2025, 3, 30, 2, 30, 0), 42L]), key.Hash);
        Assert.Null(Read(dataset, out _, ("at", "2025-03-30T02:30:00"), ("id", "42.5")));
    }

    [Fact]
    public void A_hashed_field_is_found_by_its_plain_value()
    {
        var field = Given.Field("email") with { Sensitive = Sensitivity.Hash, PlainColumn = new ColumnType(ColumnKind.Text) };
        Assert.NotNull(Read(Create(["email"], field), out _, ("email", "a@example.org")));
    }

    [Theory]
    [InlineData("user", "42", "must have the fields of the primary key of ads: user, day.")]
    [InlineData("stars", "5", "must have the fields of the primary key of ads: user, day.")]
    public void A_key_has_all_fields_of_the_primary_key_and_no_other(string field, string value, string says)
    {
        Assert.Null(Read(Ratings, out var fault, (field, value)));
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_another_type_is_an_error_that_does_not_show_it()
    {
        Assert.Null(Read(Ratings, out var fault, ("user", "secret"), ("day", "2025-01-31")));
        Assert.Equal("The value of user is not of its type, integer. Write it as the API shows it.", fault);
    }

    [Fact]
    public void A_dataset_without_a_primary_key_says_what_to_do()
    {
        Read(Create([], Given.Field("id")), out var fault, ("id", "1"));
        Assert.Contains("Declare 'primaryKey'", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Sensitivity.Mask)]
    [InlineData(Sensitivity.Drop)]
    public void A_key_that_the_table_does_not_have_cannot_be_erased(Sensitivity sensitivity)
    {
        Read(Create(["id"], Given.Field("id") with { Sensitive = sensitivity }), out var fault, ("id", "1"));
        Assert.Contains("masked or dropped", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Erasures_need_the_key_for_hashing()
    {
        Assert.Null(ErasureKey.FindFault(Given.HashKey));
        Assert.Contains("Sensitive__HashKey", ErasureKey.FindFault(default), StringComparison.Ordinal);
    }

    private static Dataset Create(string[] key, params Field[] fields)
    {
        var dataset = Given.Dataset(fields);
        return dataset with { Schema = dataset.Schema with { PrimaryKey = key } };
    }

    private static ErasureKey? Read(Dataset dataset, out string? fault, params (string Field, string Value)[] values)
    {
        fault = ErasureKey.TryRead(dataset, values.ToDictionary(v => v.Field, v => v.Value), Given.HashKey, Given.DuckDb, out var key);
        return key;
    }
}
