using Metier.Platform;

namespace Metier.Jobs;

/// <summary>How much fits into a post, in characters or pieces.</summary>
public static class JobLimits
{
    public const int Title = 100;
    public const int Description = 10_000;
    public const int Question = 300;
    public const int CloseNote = 500;

    /// <summary>Must-have and nice-to-have together.</summary>
    public const int Skills = 15;
    public const int Files = 10;
}

/// <summary>One page of the post as it was typed. Field names of refusals are <c>Form.</c> and the name of the property.</summary>
public abstract record JobPart;

/// <summary>What is to be done. <paramref name="Files"/> are added; <paramref name="RemoveFile"/> is taken away.</summary>
public sealed record WhatPart(
    string? Title,
    string? Description,
    string? Category,
    string? Language,
    IReadOnlyList<Upload>? Files = null,
    Guid? RemoveFile = null
) : JobPart;

/// <summary>
/// Skills (names with commas, in either language), and how large, how long, how hard the job is (names of the enums). Names
/// that nothing bears yet are added as skills when they are in <paramref name="New"/> too.
/// </summary>
public sealed record SkillsPart(
    string? MustHave,
    string? NiceToHave,
    string? Size,
    string? Length,
    string? Level,
    IReadOnlyList<string>? New = null
) : JobPart;

/// <summary>The price and the start (yyyy-MM-dd). A budget for a fixed price, a range of rates by the hour.</summary>
public sealed record PricePart(string? Payment, string? Budget, string? RateFrom, string? RateTo, string? StartOn)
    : JobPart;

/// <summary>One screening question.</summary>
public sealed record TypedQuestion(string? Text, bool Required);

/// <summary>The screening questions, in their order; empty ones are left out.</summary>
public sealed record QuestionsPart(IReadOnlyList<TypedQuestion> Questions) : JobPart;

/// <summary>Who can see it, and how hours are proved.</summary>
public sealed record AudiencePart(string? Visibility, string? Proof) : JobPart;
