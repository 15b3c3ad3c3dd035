using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate.Market;

/// <summary>Names and browsers of users.</summary>
internal static class People
{
    public static readonly byte[][] Women = Utf8Text.Encode(
        "Marie", "Léa", "Chloé", "Inès", "Zoé", "Émilie", "Camille", "Sarah", "Jade", "Manon", "Aïcha", "Hélène", "Élodie", "Agnès",
        "Françoise", "Nathalie", "Océane", "Margaux", "Noémie", "Anaïs", "Gaëlle", "Lucía", "Zofia", "Jördis", "Maëlys", "Anne-Sophie",
        "Fatou", "Linh", "Søs", "Renée");

    public static readonly byte[][] Men = Utf8Text.Encode(
        "Jean", "Lucas", "Hugo", "Léo", "Théo", "Jérôme", "François", "Mathéo", "Raphaël", "Loïc", "Noël", "Gaël", "André", "Mohamed",
        "Benoît", "Cédric", "Rémi", "Stéphane", "Yanis", "Nicolas", "Jürgen", "José", "Łukasz", "Björn", "Maël", "Jean-Loup", "Amadou",
        "Minh", "Søren", "Éric");

    public static readonly byte[][] LastNames = Utf8Text.Encode(
        "Martin", "Bernard", "Dubois", "Thomas", "Robert", "Richard", "Petit", "Durand", "Leroy", "Moreau", "Simon", "Laurent", "Lefèvre",
        "Michel", "García", "David", "Bertrand", "Roux", "Vincent", "Fournier", "Morel", "Girard", "André", "Mercier", "Lefebvre",
        "Dupont", "Lambert", "Bonnet", "François", "Martínez", "Müller", "Schröder", "Weiß", "Jørgensen", "Åkesson", "Kowalski",
        "Wójcik", "Nguyễn", "Traoré", "Benoît-Delaunay", "d'Haene", "O'Brien", "de La Tour, fils", "Fernandes", "Ibáñez", "Gonçalves",
        "Le Goff", "Hélias", "Péron", "N'Diaye");

    // The character # stands for a version.
    public static readonly byte[][] Browsers = Utf8Text.Encode(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 11; SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 12; Pixel 6) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/#.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/#.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 15_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.2 Mobile/15E148 "
            + "Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Mobile/15E148 "
            + "Safari/604.1",
        "Mozilla/5.0 (iPad; CPU OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.5 Mobile/15E148 Safari/604.1");
}
