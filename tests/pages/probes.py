"""What is looked up in a page, in JavaScript."""

# The contrast of each text with what lies behind it, by the formula of the Web Content
# Accessibility Guidelines, and where it stands.
CONTRASTS = """(() => {
    const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
    const part = value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const luminance = ([r, g, b]) =>
        0.2126 * part(r / 255) + 0.7152 * part(g / 255) + 0.0722 * part(b / 255);
    const behind = element => {
        // A name in a bar stands behind the rectangle that it lies on.
        if (element.matches('.in-bar')) {
            return parse(getComputedStyle(element.previousElementSibling).fill);
        }
        for (let at = element; at; at = at.parentElement) {
            const colour = parse(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || element.closest('script, title')) continue;
        if (element.getClientRects().length === 0) continue;
        const style = getComputedStyle(element);
        const ink = luminance(parse(element.closest('svg') ? style.fill : style.color));
        const paper = luminance(behind(element));
        const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        found.push([contrast, element.outerHTML.slice(0, 120)]);
    }
    return found;
})()"""

# Texts of the pictures that are seen and lie over each other, or outside of the page.
COLLISIONS = """(() => {
    const found = [];
    for (const svg of document.querySelectorAll('.plot > svg')) {
        const seen = text => text.getClientRects().length > 0;
        const texts = [...svg.querySelectorAll('text')].filter(seen);
        const boxes = texts.map(text => text.getBoundingClientRect());
        boxes.forEach((a, i) => {
            const text = texts[i].textContent;
            if (a.left < 0 || a.right > innerWidth) found.push(text + ' leaves the page');
            boxes.slice(0, i).forEach((b, j) => {
                const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                if (wide > 1 && high > 3) found.push(text + ' lies over ' + texts[j].textContent);
            });
        });
    }
    return found;
})()"""

# How each figure is broken between sheets of paper, and its height.
FIGURES = """[...document.querySelectorAll('figure')].map(figure =>
    [getComputedStyle(figure).breakInside, figure.getBoundingClientRect().height])"""
