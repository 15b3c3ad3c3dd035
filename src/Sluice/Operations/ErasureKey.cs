using System.Security.Cryptography;
using System.Text;
using Sluice.Erasure;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Reading;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Fields;

namespace Sluice.Operations;

/// <summary>The key of the row that somebody asks to erase. Only its keyed hash is kept, so nobody can read it later.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Fields">The names of the fields of its primary key, as <see cref="Ledger.Tombstone.Fields"/> has them.</param>
/// <param name="Hash">The keyed hash of its primary key, in 64 hexadecimal digits.</param>
public sealed record ErasureKey(string Dataset, string Fields, string Hash)
{
    /// <summary>Why nobody can erase anything with these settings, as a sentence; <see langword="null"/> if they suffice.</summary>
    /// <param name="hashKey">The key that the settings have for hashing.</param>
    public static string? FindFault(ReadOnlyMemory<byte> hashKey) => hashKey.Length >= ReadOptions.ShortestHashKey
        ? null
        : "Erasures need the setting Sensitive__HashKey: what is erased is remembered as a keyed hash, so that no load brings it back.";

    /// <summary>Reads a key.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="values">By the name of each field of the primary key: its value as the API shows it, such as <c>42</c>,
    /// <c>2025-01-31</c> or <c>true</c>.</param>
    /// <param name="hashKey">The key that the settings have for hashing.</param>
    /// <param name="limits">What the warehouse can hold exactly.</param>
    /// <param name="key">The key.</param>
    /// <returns>What is wrong, as a sentence without the values; <see langword="null"/> if nothing is.</returns>
    public static string? TryRead(
        Dataset dataset, IReadOnlyDictionary<string, string> values, ReadOnlyMemory<byte> hashKey, WarehouseLimits limits,
        out ErasureKey? key)
    {
        key = null;
        var names = dataset.Schema.PrimaryKey;
        if (names.Count == 0)
        {
            return $"Dataset {dataset.Name} has no primary key, so no row of it can be named. Declare 'primaryKey' in its schema.";
        }

        if (!names.ToHashSet(StringComparer.Ordinal).SetEquals(values.Keys))
        {
            return $"The key must have the fields of the primary key of {dataset.Name}: {string.Join(", ", names)}.";
        }

        var fields = names.Select(n => dataset.Schema.Fields.First(f => f.Name == n)).ToList();
        if (fields.Find(f => f.IsHidden) is { } hidden)
        {
            return $"The field {hidden.Name} of the primary key is masked or dropped (sluice:sensitive), so its rows cannot be found.";
        }

        List<Column> columns = [];
        foreach (var field in fields)
        {
            var column = Column.Create(field, capacity: 1);
            var reader = FieldReaders.Create(AsShown(field) with { Constraints = FieldConstraints.None }, limits, hashKey, []);
            if (!reader.Read(Encoding.UTF8.GetBytes(values[field.Name]), column, 0) || column.IsNull(0))
            {
                return $"The value of {field.Name} is not of its type, {FieldDescriptorReader.NameOf(field.Type)}. "
                    + "Write it as the API shows it.";
            }

            columns.Add(column);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var fieldNames = ErasureRule.TextOf(names);
        new KeyHash(hashKey.Span).TryCompute(dataset.Name, fieldNames, [.. columns], 0, hash);
        key = new ErasureKey(dataset.Name, fieldNames, Convert.ToHexStringLower(hash));
        return null;
    }

    /// <summary>
    /// The field as the API writes it: in the default format, whatever the format of its files. But a hashed value is hashed as it is in
    /// the file.
    /// </summary>
    private static Field AsShown(Field field) => field.Sensitive == Sensitivity.Hash ? field : field with
    {
        Format = field.Type is FieldType.Date or FieldType.Time or FieldType.Datetime ? "default" : field.Format,
        Trim = false,
        Timezone = null,
        Fraction = FractionPolicy.Reject,
        MissingValues = [],
        Categories = null,
        DecimalChar = ".",
        GroupChar = null,
        BareNumber = true,
        TrueValues = ["true"],
        FalseValues = ["false"],
    };
}
