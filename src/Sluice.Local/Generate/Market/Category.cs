using System.Text;
using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate.Market;

/// <summary>A category of ads with its typical titles, prices and sales.</summary>
internal sealed class Category
{
    public static readonly Category[] All =
    [
        new("electronics", 200, 140, 1.0, 450, 90, 9, (13, 17),
            "iPhone 12, 128 Go", "Samsung Galaxy S21 256 Go", "Écran 27\" 4K", "TV 55\" OLED", "PlayStation 5",
            "Casque audio, réduction de bruit",
            "PC portable, # pouces", "Tablette 10,2\"", "Enceinte connectée", "Appareil photo hybride", "Clavier mécanique", "Drone 4K"),
        new("fashion", 180, 24, 0.75, 420, 80, 12, (36, 46),
            "Robe d'été", "Manteau en laine", "Sac à main", "Baskets taille #", "Jean taille #", "Chemise à carreaux", "Écharpe en soie",
            "Bottes taille #", "Veste en cuir", "Montre dorée", "Costume 2 pièces", "Pull à col roulé"),
        new("furniture", 160, 85, 0.9, 350, 140, 21, (40, 220),
            "Canapé 3 places", "Table basse # cm", "Étagère # cm", "Lit 140 x 190", "Commode, 4 tiroirs", "Bureau # cm", "Fauteuil crapaud",
            "Buffet années 50", "Chaises bistrot, lot de 4", "Armoire normande", "Miroir \"soleil\"", "Bibliothèque # cm"),
        new("cars", 90, 7_400, 0.8, 380, 60, 30, (2003, 2021),
            "Renault Clio #", "Peugeot 208 #", "Citroën C3 #", "Volkswagen Golf #", "Škoda Octavia #", "Renault Mégane #",
            "Dacia Sandero #",
            "Fiat 500 #", "Toyota Yaris, hybride, #", "Peugeot 308 SW #", "BMW Série 1 #", "Tesla Model 3 #"),
        new("sports", 90, 65, 0.9, 360, 100, 18, (48, 62),
            "Vélo de route taille #", "VTT 29\"", "Raquette de tennis", "Skis 170 cm, fixations comprises", "Tapis de course",
            "Planche de surf 6'2\"",
            "Haltères, 2 x 10 kg", "Tente 3 places", "Chaussures d'escalade", "Kayak gonflable", "Vélo électrique", "Sac à dos # L"),
        new("books", 80, 8, 0.6, 500, 110, 14, (2, 12),
            "\"Le Petit Prince\", relié", "Lot de # romans", "\"L'Étranger\", Camus", "Tintin, # albums", "Manga, tomes 1 à #",
            "\"Les Misérables\", 2 tomes",
            "Dictionnaire illustré", "Atlas routier", "Manuel de terminale", "Guide de voyage, Bretagne", "Bande dessinée signée",
            "Revue, # numéros"),
        new("real-estate", 60, 185_000, 0.65, 120, 45, 75, (18, 160),
            "Appartement T2, # m²", "Appartement T3, # m²", "Maison avec jardin, # m²", "Studio meublé, # m²",
            "Loft # m², centre-ville", "Terrain à bâtir",
            "Garage fermé", "Local commercial # m²", "Maison de pêcheur, # m²", "Duplex # m², \"vue mer\""),
        new("jobs", 50, 2_150, 0.35, 80, 0, 25, (20, 39),
            "Serveur / serveuse, # h", "Développeur .NET", "Comptable à mi-temps", "Aide à domicile, # h", "Chef de rang",
            "Livreur à vélo", "Infirmier·ère de nuit",
            "Vendeur en boulangerie, # h", "Électricien", "Professeur particulier"),
        new("services", 50, 38, 0.6, 150, 30, 20, (1, 5),
            "Cours de piano", "Ménage, # h par semaine", "Garde d'enfants", "Déménagement, camion avec chauffeur", "Tonte de pelouse",
            "Coiffure à domicile",
            "Réparation de vélos", "Cours d'anglais, tous niveaux", "Plomberie, dépannage", "Photographe de mariage"),
        new("pets", 40, 110, 0.95, 400, 50, 16, (2, 12),
            "Chaton européen, # semaines", "Chiot berger, # mois", "Aquarium 120 L", "Cage à oiseaux", "Niche en bois",
            "Litière autonettoyante", "Lapin nain",
            "Selle d'équitation", "Panier pour chien", "Arbre à chat \"géant\""),
    ];

    private static readonly byte[] Slots = Utf8Text.Slots(All.Select(c => c.Weight).ToArray());

    private static readonly byte[][] Conditions = Utf8Text.Encode(
        "", "", "", "", ", très bon état", ", comme neuf", ", neuf, jamais servi", " à saisir", " - urgent", ", état \"correct\"",
        ", prix à débattre",
        " (à venir chercher)", ", cause déménagement", " !!", ", facture fournie");

    private readonly double median;
    private readonly double sigma;
    private readonly byte[][] titles;
    private readonly (int Low, int High) number;

    private Category(
        string name, int weight, double median, double sigma, int sold, int discount, int daysToSell, (int, int) number,
        params ReadOnlySpan<string> titles)
    {
        Name = Encoding.UTF8.GetBytes(name);
        Weight = weight;
        this.median = median;
        this.sigma = sigma;
        Sold = sold;
        Discount = discount;
        DaysToSell = daysToSell;
        this.number = number;
        this.titles = Utf8Text.Encode(titles);
    }

    /// <summary>The name as in the schema's enum.</summary>
    public byte[] Name { get; }

    /// <summary>Its share of all ads, in thousandths.</summary>
    public int Weight { get; }

    /// <summary>How many of a thousand ads are sold.</summary>
    public int Sold { get; }

    /// <summary>The average discount, in thousandths of the price.</summary>
    public int Discount { get; }

    /// <summary>The median number of days from ad to sale.</summary>
    public int DaysToSell { get; }

    public static Category Draw(Prng random) => All[random.Pick(Slots)];

    public void AppendTitle(Prng random, Utf8Text title) =>
        title.AppendTemplate(random.Pick(titles), random.Between(number.Low, number.High)).Append(random.Pick(Conditions));

    /// <summary>An asking price in cents, rounded as people do; sometimes 0.</summary>
    public long DrawPrice(Prng random)
    {
        if (median < 1000 && random.Chance(12))
        {
            return 0;
        }

        var cents = (long)(random.LogNormal(median, sigma) * 100);
        var step = cents switch
        {
            < 2_000 => 50,
            < 20_000 => 100,
            < 100_000 => 500,
            < 1_000_000 => 5_000,
            < 10_000_000 => 10_000,
            _ => 100_000,
        };
        var price = Math.Max(cents / step, 1) * step;
        return price < 50_000 && random.Chance(150) ? price - 1 : price;
    }

    /// <summary>The price that a buyer pays, in cents: never more than the asking price, often less.</summary>
    public long DrawSoldPrice(Prng random, long price)
    {
        if (Discount == 0 || random.Chance(150))
        {
            return price;
        }

        var paid = price * (1000 - random.Between(1, 2 * Discount)) / 1000;
        return paid < 2_000 ? paid : paid / 100 * 100;
    }
}
