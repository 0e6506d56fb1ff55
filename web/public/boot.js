// Sets the colour scheme and the type size before anything is drawn, so that no page flashes. Kept in step with
// src/ui/appearance.ts, which reads and writes the same two keys.
;(function () {
  var root = document.documentElement
  var read = function (key) {
    try {
      return localStorage.getItem(key)
    } catch (e) {
      return null
    }
  }
  var theme = read('huying.theme')
  if (theme !== 'light' && theme !== 'dark') theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  root.dataset.theme = theme
  root.dataset.size = read('huying.size') === 'large' ? 'large' : 'normal'
})()
