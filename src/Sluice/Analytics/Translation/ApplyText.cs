namespace Sluice.Analytics.Translation;

/// <summary>Splits <c>$apply</c>.</summary>
internal static class ApplyText
{
    /// <summary>
    /// The transformations of a chain, split at slashes outside parentheses and literals. Each is parsed separately, because the parser
    /// does not know the types that the earlier ones produce.
    /// </summary>
    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        var depth = 0;
        var isLiteral = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\'':
                    // A doubled quote within a literal leaves it and enters it again.
                    isLiteral = !isLiteral;
                    break;
                case '(' when !isLiteral:
                    depth++;
                    break;
                case ')' when !isLiteral:
                    depth--;
                    break;
                case '/' when !isLiteral && depth == 0:
                    yield return text[start..i];
                    start = i + 1;
                    break;
                default:
                    break;
            }
        }

        yield return text[start..];
    }
}
