namespace Metier.Tests;

/// <summary>The databases every storage test runs on.</summary>
public enum Store
{
    Sqlite,
    Postgres,
}

public static class Stores
{
    /// <summary>Both, for <c>[Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]</c>.</summary>
    public static TheoryData<Store> Both => [Store.Sqlite, Store.Postgres];
}
