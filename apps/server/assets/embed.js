/* Countersign: turns links marked data-countersign="badge" or "form" into frames as high as what is in them.
   Sets no cookie, keeps nothing, and asks nobody but the site it came from. SPDX-License-Identifier: AGPL-3.0-or-later */
(function () {
  'use strict';
  var script = document.currentScript;
  if (!script || !script.src) return;
  var origin = new URL(script.src).origin;
  var frames = [];

  function frameFor(link) {
    var kind = link.getAttribute('data-countersign');
    var petition = link.getAttribute('data-petition') || '';
    if ((kind !== 'badge' && kind !== 'form') || !/^[a-z0-9-]{1,200}$/.test(petition)) return;
    var frame = document.createElement('iframe');
    var lang = link.getAttribute('data-lang') || '';
    var via = link.getAttribute('data-via') || '';
    var query = [];
    if (lang) query.push('lang=' + encodeURIComponent(lang));
    if (via) query.push('via=' + encodeURIComponent(via));
    frame.title = link.textContent || 'Countersign';
    frame.setAttribute('sandbox', 'allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin');
    frame.setAttribute('referrerpolicy', 'no-referrer');
    frame.setAttribute('loading', 'lazy');
    frame.width = '100%';
    frame.height = kind === 'badge' ? '340' : '1420';
    frame.style.border = '0';
    frame.style.maxWidth = '30rem';
    frame.src = origin + '/embed/' + kind + '/' + petition + (query.length ? '?' + query.join('&') : '');
    frames.push(frame);
    link.parentNode.replaceChild(frame, link);
  }

  addEventListener('message', function (event) {
    // Only what our own frame says of its own height is believed, and only a sensible number.
    if (event.origin !== origin || !event.data || event.data.countersign !== 'height') return;
    var height = Math.ceil(Number(event.data.height));
    if (!(height > 0 && height < 5000)) return;
    frames.forEach(function (frame) { if (frame.contentWindow === event.source) frame.height = String(height); });
  });

  function start() {
    Array.prototype.forEach.call(document.querySelectorAll('a[data-countersign]'), frameFor);
  }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', start); else start();
})();
