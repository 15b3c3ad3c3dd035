using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;

namespace Sluice.Analytics.Model;

/// <summary>
/// The functions of requests that the OData parser does not have by itself. The parser's registry belongs to the process, so the host
/// registers them, before it parses requests.
/// </summary>
public static class UriFunctions
{
    /// <summary>
    /// The first day of a period of a date or timestamp: <c>Sluice.datetrunc('month',created_at)</c>. The periods are <c>day</c>,
    /// <c>week</c> (from Monday), <c>month</c>, <c>quarter</c> and <c>year</c>.
    /// </summary>
    public const string DateTrunc = "Sluice.datetrunc";

    /// <summary>The name that <c>case</c> has for the parser, which does not know it: conditions and values by turns.</summary>
    public const string Case = "Sluice.case";

    // A longer choice is written as one within another.
    private const int MostCases = 10;

    private const string Substring = "substring";

    private static readonly Lazy<bool> Registered = new(AddAll);

    /// <summary>Registers the functions. Further calls do nothing; safe for concurrent use.</summary>
    public static void Register() => _ = Registered.Value;

    private static bool AddAll()
    {
        // The parser's own substring has positions of 32 bits; whole numbers here have 64 bits or more.
        var text = EdmCoreModel.Instance.GetString(true);
        IEdmTypeReference[] positions = [EdmCoreModel.Instance.GetInt64(true), EdmCoreModel.Instance.GetDecimal(true)];
        foreach (var position in positions)
        {
            CustomUriFunctions.AddCustomUriFunction(Substring, new FunctionSignatureWithReturnType(text, text, position));
            CustomUriFunctions.AddCustomUriFunction(Substring, new FunctionSignatureWithReturnType(text, text, position, position));
        }

        AddCase(text);
        IEdmTypeReference[] times =
        [
            EdmCoreModel.Instance.GetDate(true), EdmCoreModel.Instance.GetTemporal(EdmPrimitiveTypeKind.DateTimeOffset, true),
        ];
        foreach (var time in times)
        {
            CustomUriFunctions.AddCustomUriFunction(
                DateTrunc, new FunctionSignatureWithReturnType(EdmCoreModel.Instance.GetDate(true), text, time));
        }

        return true;
    }

    private static void AddCase(IEdmTypeReference text)
    {
        var condition = EdmCoreModel.Instance.GetBoolean(true);
        IEdmTypeReference[] types =
        [
            text, EdmCoreModel.Instance.GetInt64(true), EdmCoreModel.Instance.GetDecimal(true), EdmCoreModel.Instance.GetDouble(true),
            condition, EdmCoreModel.Instance.GetDate(true), EdmCoreModel.Instance.GetTemporal(EdmPrimitiveTypeKind.TimeOfDay, true),
            EdmCoreModel.Instance.GetTemporal(EdmPrimitiveTypeKind.DateTimeOffset, true),
        ];
        foreach (var type in types)
        {
            for (var cases = 1; cases <= MostCases; cases++)
            {
                CustomUriFunctions.AddCustomUriFunction(
                    Case,
                    new FunctionSignatureWithReturnType(
                        type, [.. Enumerable.Range(0, cases).SelectMany(_ => (IEdmTypeReference[])[condition, type])]));
            }
        }
    }
}
