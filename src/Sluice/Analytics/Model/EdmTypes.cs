using Microsoft.OData.Edm;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Model;

/// <summary>Maps column types to OData types.</summary>
internal static class EdmTypes
{
    private const int FractionDigits = 7;

    /// <summary>The OData type of a column. A timestamp, which is in UTC, becomes a DateTimeOffset.</summary>
    /// <param name="type">The column's type.</param>
    /// <param name="nullable">Whether it may be null.</param>
    /// <param name="maxLength">The greatest number of characters of a text, or <see langword="null"/>.</param>
    public static IEdmPrimitiveTypeReference From(ColumnType type, bool nullable, int? maxLength = null) => type.Kind switch
    {
        ColumnKind.Text => EdmCoreModel.Instance.GetString(isUnbounded: false, maxLength, isUnicode: null, nullable),
        ColumnKind.Int64 => EdmCoreModel.Instance.GetInt64(nullable),
        ColumnKind.Decimal => type.Precision == 0
            ? EdmCoreModel.Instance.GetDecimal(null, null, nullable)
            : EdmCoreModel.Instance.GetDecimal(type.Precision, type.Scale, nullable),
        ColumnKind.Double => EdmCoreModel.Instance.GetDouble(nullable),
        ColumnKind.Boolean => EdmCoreModel.Instance.GetBoolean(nullable),
        ColumnKind.Date => EdmCoreModel.Instance.GetDate(nullable),
        ColumnKind.Time => EdmCoreModel.Instance.GetTemporal(EdmPrimitiveTypeKind.TimeOfDay, FractionDigits, nullable),
        ColumnKind.Timestamp => EdmCoreModel.Instance.GetTemporal(EdmPrimitiveTypeKind.DateTimeOffset, FractionDigits, nullable),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "There is no such kind of column."),
    };

    /// <summary>The name of the OData type, without its namespace.</summary>
    public static string NameOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => "String",
        ColumnKind.Time => "TimeOfDay",
        ColumnKind.Timestamp => "DateTimeOffset",
        _ => kind.ToString(),
    };
}
