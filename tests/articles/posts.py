"""Posts in formats with headings, as sites and writers have them, to import in tests."""

# ruff: noqa: E501

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Yoga for Low Back Pain | Clinic Blog</title>
<meta name="description" content="What yoga can and cannot do for low back pain, and what the trials say about it.">
<meta property="article:published_time" content="2022-03-01T09:00:00Z"><link rel="canonical" href="https://clinic.example/blog/yoga/">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"BlogPosting","headline":"Yoga for Low Back Pain","author":{"@type":"Person","name":"Ana Lee"},"dateModified":"2023-05-06"}</script>
<style>p{color:red}</style></head>
<body><a class="skip-link" href="#main">Skip to content</a>
<header role="banner"><a href="/">Clinic</a><nav><ul><li><a href="/">Home</a></li><li><a href="/blog">Blog</a></li></ul></nav></header>
<div class="wrap"><main id="main"><article>
<header><p class="category">Health</p><h1>Yoga for Low Back Pain</h1><p>By <a href="/ana">Ana Lee</a> · <time datetime="2022-03-01">1 March 2022</time></p></header>
<p>Low back pain is <strong>common</strong>. Yoga is a <em>gentle</em> form of exercise that <a href="/about">many people</a> try.</p>
<figure><img src="/img/cobra.jpg" alt="A woman in the cobra pose"><figcaption>The cobra pose.</figcaption></figure>
<h2>Benefits of yoga</h2>
<p>Three benefits stand out.</p>
<h3>Less pain</h3><p>Pain fell a little in several trials<sup>1</sup>. See <a href="https://doi.org/10.1/x">the review</a>.</p>
<h4>In the first weeks</h4><p>The effect came after six weeks.</p>
<h3>Better function</h3><p>People moved <b>more</b> easily.</p><ul><li>bending<ul><li>forwards</li><li>backwards</li></ul></li><li>walking</li></ul>
<h3>Risks and side effects</h3><p>Soreness is common.</p>
<h2>How yoga works</h2><p>It stretches and strengthens.</p><ol><li>stretch</li><li>hold</li></ol>
<h2>Current evidence</h2><p>Trials show small effects. There are limitations, such as small sample sizes and lack of blinding.</p>
<table><caption>Trials</caption><thead><tr><th>Study</th><th>People</th></tr></thead><tbody><tr><td>Sherman</td><td>228</td></tr><tr><td><a href="https://e.org/t">Tilbrook</a></td><td>313</td></tr></tbody></table>
<blockquote cite="https://e.org/q"><p>Yoga was superior to usual care.</p><footer>— Dr Wu</footer></blockquote>
<h2>Frequently asked questions</h2>
<details><summary>Is it safe?</summary><p>Mostly, yes.</p><ul><li>Start slowly</li></ul></details>
<details><summary>How often?</summary><p>Twice a week.</p></details>
<iframe src="https://www.youtube.com/embed/abc123" title="A lesson"></iframe>
<iframe src="https://evil.example/frame"></iframe>
<p>In conclusion, yoga may help.</p>
<p><a class="btn" href="https://clinic.example/book">Book a free consultation</a></p>
<p>Don't forget to like, subscribe and share this post!</p>
<h2>Related articles</h2><ul><li><a href="/blog/pilates">Pilates for beginners</a></li><li><a href="/blog/sleep">Sleep and pain</a></li></ul>
<div class="share-buttons social-share"><a href="#">Facebook</a></div>
<img src="https://t.example/p.gif" width="1" height="1">
<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==" alt="A dot">
</article>
<section id="comments"><h2>2 comments</h2><p>Great!</p></section></main>
<aside class="sidebar"><p>Buy now</p></aside></div><footer>© Clinic 2022</footer><script>var x=1</script></body></html>
"""

MARKDOWN = """---
title: "Tai chi and balance"
authors: [Bo Chen, Ana Lee]
date: 2021-02-03
tags:
  - balance
  - falls
lastmod: someday
---

Tai chi is slow. It is *kind* to joints and
[well studied](https://doi.org/10.2/y).

## Benefits

- **Fewer falls:** People who practised fell about a fifth less often than others.
- **Better mood:** Mood rose a little in most of the trials that asked.

## How tai chi works

1. Balance is trained
2. Legs grow stronger

   and quicker

![Two people in a park](images/park.jpg "In the park")

| Study | n |
|-------|---|
| Wolf  | 200 |
| Li    | 256 |

> Tai chi reduces falls.
> -- A reviewer

<details>
<summary>Is it hard?</summary>

No, it is **easy**.

</details>

[ref]: https://example.org
***
```
code here
```
## Evidence
Trials were small. See [relative](other.md).
"""
