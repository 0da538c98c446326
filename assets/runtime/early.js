// @ts-check
// Stands in the head, before the slides: the view is chosen while the file is still being read, so that the first slide is on the
// screen at once however long the talk is, and no browser lays out a page that nobody will see. Manual page: tests/spec/stage.md
(() => {
  const { classList } = document.documentElement;
  if (matchMedia('(max-width: 699px)').matches) return;
  classList.add('present', 'early');
  // Any other place than the first is for the runtime to find.
  if (!location.hash && !location.search) classList.add('opening');
  addEventListener('DOMContentLoaded', () => {
    classList.remove('early', 'opening');
    // The runtime has begun by now. If it could not, all slides can be read.
    if (!document.querySelector('.live')) classList.remove('present');
  });
})();
