namespace Metier.Demo;

/// <summary>How a contract of the demo goes, and where it stands at the end.</summary>
internal enum DemoCourse
{
    /// <summary>All released, ended by the client.</summary>
    Finished,

    /// <summary>Finished, with a bonus.</summary>
    Bonus,

    /// <summary>Finished; the freelancer gave a part back.</summary>
    GaveBack,

    /// <summary>Stopped by the client; what was held went back.</summary>
    Stopped,

    /// <summary>An offer waits for its answer.</summary>
    Offered,

    /// <summary>An offer for which other terms were asked.</summary>
    Changing,

    /// <summary>Accepted, nothing set aside yet.</summary>
    Agreed,

    /// <summary>The first milestone is funded.</summary>
    Funded,

    /// <summary>Work was handed in.</summary>
    Submitted,

    /// <summary>The client asked for changes.</summary>
    Changes,

    /// <summary>The first milestone is released, the second funded.</summary>
    Second,

    /// <summary>Ending: the client asks for the money back and the freelancer has not answered.</summary>
    Ending,

    /// <summary>The freelancer refused: the money is frozen.</summary>
    Frozen,
}
