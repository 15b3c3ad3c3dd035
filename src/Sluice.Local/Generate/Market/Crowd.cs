using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate.Market;

/// <summary>The users so far, in the order of their sign-up, and which of them other rows may refer to.</summary>
/// <param name="capacity">How many users there will be.</param>
internal sealed class Crowd(int capacity)
{
    /// <summary>One in this many users is a regular, who sells and invites often.</summary>
    private const int RegularEvery = 64;

    private readonly int[] signUps = new int[capacity];
    private readonly byte[] cities = new byte[capacity];
    private readonly bool[] good = new bool[capacity];

    public int Count { get; private set; }

    /// <summary>The number of good users.</summary>
    public int Good { get; private set; }

    /// <summary>The first instant at which there is a user to refer to.</summary>
    public int Opens { get; private set; }

    /// <summary>The first instant at which there are two good users: one to sell, one to buy.</summary>
    public int Trades { get; private set; } = int.MaxValue;

    public void Add(int signUp, byte city, bool isGood)
    {
        signUps[Count] = signUp;
        cities[Count] = city;
        good[Count++] = isGood;
        Good += isGood ? 1 : 0;
        if (Count == 1 || (isGood && Good == 1))
        {
            Opens = signUp;
        }
        else if (isGood && Good == 2)
        {
            Trades = signUp;
        }
    }

    public int SignUp(int user) => signUps[user];

    public byte City(int user) => cities[user];

    /// <summary>Advances a count of users to all users who signed up before an instant.</summary>
    public int Before(int instant, int count)
    {
        while (count < Count && signUps[count] < instant)
        {
            count++;
        }

        return count;
    }

    /// <summary>
    /// Draws a good user among the first <paramref name="count"/>, regulars more often, and never <paramref name="except"/>; any user if
    /// none is good.
    /// </summary>
    public int Draw(Prng random, int count, int except = -1)
    {
        for (var attempt = 0; attempt < 16; attempt++)
        {
            var user = random.Below(count);
            if (random.Chance(250))
            {
                user -= user % RegularEvery;
            }

            if (good[user] && user != except)
            {
                return user;
            }
        }

        // If few are good, take the first good one; if none is good, any.
        for (var user = 0; user < count; user++)
        {
            if (good[user] && user != except)
            {
                return user;
            }
        }

        return random.Below(count);
    }
}
