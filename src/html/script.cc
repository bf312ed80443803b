#include "html/assets.h"

namespace hilo::html {

const std::string_view kScriptHash = "sha256-KXnTGb++qmw33DeXfNvl4PPHKr0YJvNpP5Q7UsYmtF0=";

const std::string_view kScript = R"JS(
'use strict';
(() => {
  const make = (tag, id, role) => {
    const made = document.createElement(tag);
    made.id = id;
    if (role) made.setAttribute('role', role);
    document.body.append(made);
    return made;
  };
  const tip = make('div', 'tip');
  tip.setAttribute('aria-hidden', 'true');
  tip.hidden = true;
  const spoken = make('p', 'spoken', 'status');

  const middle = hit => {
    const box = hit.getBoundingClientRect();
    return box.left + box.width / 2;
  };

  const place = (x, y) => {
    const box = tip.getBoundingClientRect();
    const room = document.documentElement.clientWidth - box.width - 8;
    tip.style.left = Math.max(8, Math.min(x - box.width / 2, room)) + 'px';
    const above = y - box.height - 14;
    tip.style.top = (above < 8 ? y + 18 : above) + 'px';
  };

  for (const plot of document.querySelectorAll('.plot')) {
    // Left and right go along a group of marks, up and down from one group to another.
    const groups = [...plot.querySelectorAll('.hits')]
        .map(group => [...group.querySelectorAll('.hit')]).filter(group => group.length);
    if (!groups.length) continue;
    plot.setAttribute('aria-label', 'Chart: arrow keys read its values');
    // Or the browser would show them, too, after a while.
    const texts = new Map();
    for (const hit of groups.flat()) {
      const title = hit.querySelector('title');
      texts.set(hit, title.textContent);
      title.remove();
    }

    let shown = null;
    const show = (hit, x, y) => {
      if (shown) shown.classList.remove('on');
      shown = hit;
      tip.hidden = !hit;
      if (!hit) return;
      hit.classList.add('on');
      tip.textContent = texts.get(hit);
      place(x, y);
    };
    const hide = () => show(null);

    const point = event => {
      const hit = event.target.closest('.hit');
      if (hit) show(hit, event.clientX, event.clientY);
      else hide();
    };
    plot.addEventListener('pointermove', point);
    plot.addEventListener('pointerdown', point);
    plot.addEventListener('pointerleave', hide);
    plot.addEventListener('blur', hide);

    let group = 0;
    let index = -1;
    const nearest = (marks, x) => marks.reduce(
        (best, mark, i) => Math.abs(middle(mark) - x) < Math.abs(middle(marks[best]) - x) ? i : best, 0);
    const moves = {
      ArrowRight: () => ++index,
      ArrowLeft: () => --index,
      PageDown: () => index += 20,
      PageUp: () => index -= 20,
      Home: () => index = 0,
      End: () => index = groups[group].length - 1,
      ArrowDown: () => change(group + 1),
      ArrowUp: () => change(group - 1),
    };
    const change = to => {
      if (to < 0 || to >= groups.length) return;
      const x = index < 0 ? 0 : middle(groups[group][index]);
      group = to;
      index = nearest(groups[group], x);
    };
    plot.addEventListener('keydown', event => {
      if (event.key === 'Escape') return hide();
      if (!moves[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      moves[event.key]();
      index = Math.max(0, Math.min(index, groups[group].length - 1));
      const hit = groups[group][index];
      const box = hit.getBoundingClientRect();
      show(hit, middle(hit), Math.max(box.top, 60));
      spoken.textContent = texts.get(hit);
    });
  }

  const order = new Intl.Collator(undefined, {numeric: true});
  const value = (row, column) => {
    const text = row.cells[column].textContent;
    const number = Number(text.replaceAll(',', ''));
    return text === '' || Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a === 'number') return -1;
    if (typeof b === 'number') return 1;
    return order.compare(a, b);
  };
  for (const table of document.querySelectorAll('table.sortable')) {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = heading.textContent;
      heading.replaceChildren(button);
      button.addEventListener('click', () => {
        const up = heading.getAttribute('aria-sort') !== 'ascending';
        for (const other of headings) other.removeAttribute('aria-sort');
        heading.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        const body = table.tBodies[0];
        const rows = [...body.rows];
        rows.sort((a, b) => (up ? 1 : -1) * compare(value(a, column), value(b, column)));
        body.append(...rows);
      });
    });
  }
})();
)JS";

}  // namespace hilo::html
