using System.Data.Common;
using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Data;
using Parquet.Schema;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Lake.Schema;
using ArrowField = Apache.Arrow.Field;

namespace Sluice.Analytics.Columnar;

/// <summary>The values of a column in some rows, for Parquet and for Arrow.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="type">Its type in Arrow.</param>
/// <param name="parquet">Its type in Parquet.</param>
internal abstract class ColumnBuffer(string name, IArrowType type, DataField parquet)
{
    private const int MostDigits = 38;

    /// <summary>The column in Arrow. Any column may have nulls.</summary>
    public ArrowField Arrow { get; } = new(name, type, nullable: true);

    /// <summary>The column in Parquet.</summary>
    public DataField Parquet => parquet;

    /// <summary>Creates an empty buffer for the values of a property.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="property">The property. A number that may be floating point in some rows is so in all.</param>
    public static ColumnBuffer Create(string name, ResultProperty property)
    {
        var (ordinal, kind, scale) = (property.Ordinal, property.Type.Kind, property.Type.Scale);
        var precision = property.Type.Precision is > 0 and <= MostDigits and var digits && kind == ColumnKind.Decimal ? digits : MostDigits;
        return kind switch
        {
            ColumnKind.Text => new TextBuffer(name, ordinal),
            ColumnKind.Int64 or ColumnKind.Decimal when property.Otherwise >= 0 => new ValueBuffer<double, double>(
                name, DoubleType.Default, new DataField<double>(name, true), ordinal,
                row => row.IsDBNull(ordinal) ? row.GetDouble(property.Otherwise) : ExactNumber.Parse(row.GetString(ordinal)).ToDouble(),
                v => v)
            {
                Otherwise = property.Otherwise,
            },
            ColumnKind.Int64 or ColumnKind.Decimal when property.IsText => new ValueBuffer<BigDecimal, Int128>(
                name, new Decimal128Type(precision, scale), new BigDecimalDataField(name, precision, scale, isNullable: true), ordinal,
                row => new BigDecimal(ExactNumber.Parse(row.GetString(ordinal)).Floor(scale, out _), precision, scale),
                v => (Int128)v.UnscaledValue),
            ColumnKind.Int64 => new ValueBuffer<long, long>(
                name, Int64Type.Default, new DataField<long>(name, true), ordinal, row => WholeOf(row, ordinal), v => v),
            ColumnKind.Decimal => new ValueBuffer<BigDecimal, Int128>(
                name, new Decimal128Type(precision, scale), new BigDecimalDataField(name, precision, scale, isNullable: true), ordinal,
                row => new BigDecimal(UnitsOf(row.GetDecimal(ordinal), scale), precision, scale),
                v => (Int128)v.UnscaledValue),
            ColumnKind.Double => new ValueBuffer<double, double>(
                name, DoubleType.Default, new DataField<double>(name, true), ordinal,

                // Turns -0, which is equal to 0, into 0, as CSV does.
                row => row.GetDouble(ordinal) + 0.0, v => v),
            ColumnKind.Boolean => new BooleanBuffer(name, ordinal),
            ColumnKind.Date => new ValueBuffer<DateOnly, int>(
                name, Date32Type.Default, new DataField<DateOnly>(name, true), ordinal,
                row => row.GetFieldValue<DateOnly>(ordinal), v => v.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
            ColumnKind.Time => new ValueBuffer<long, long>(
                name, new Time64Type(TimeUnit.Microsecond), new TimeDataField(name, TimeUnitPrecision.Micros, isNullable: true), ordinal,
                row => row.GetFieldValue<TimeOnly>(ordinal).Ticks / TimeSpan.TicksPerMicrosecond, v => v),
            ColumnKind.Timestamp => new ValueBuffer<DateTime, long>(
                name, new TimestampType(TimeUnit.Microsecond, "UTC"),
                new DateTimeDataField(
                    name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Micros, isNullable: true),
                ordinal,
                row => DateTime.SpecifyKind(row.GetDateTime(ordinal), DateTimeKind.Utc),
                v => (v.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond),
            _ => throw new InvalidOperationException("There is no such kind of column."),
        };
    }

    /// <summary>Adds the value of a row.</summary>
    /// <returns>About how many bytes it takes.</returns>
    public abstract int Add(DbDataReader row);

    /// <summary>Removes all values.</summary>
    public abstract void Clear();

    /// <summary>Writes the values as a column of a row group.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);

    /// <summary>The values as an Arrow array.</summary>
    public abstract IArrowArray ToArrow();

    private static long WholeOf(DbDataReader row, int ordinal) =>
        row.GetFieldType(ordinal) == typeof(int) ? row.GetInt32(ordinal) : row.GetInt64(ordinal);

    private static BigInteger UnitsOf(decimal number, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var units = (new BigInteger((uint)bits[2]) << 64) + (((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        units *= BigInteger.Pow(10, scale - number.Scale);
        return bits[3] < 0 ? -units : units;
    }
}
