namespace Sluice.Analytics.Translation;

/// <summary>Takes <c>$apply</c> apart.</summary>
internal static class ApplyText
{
    /// <summary>
    /// The transformations of a chain: what is between slashes that are in no parentheses and no literal. Each is parsed by itself, since
    /// the parser does not know the types that those before it give.
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
                    // Two of them in a literal stand for one: out and in again.
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
