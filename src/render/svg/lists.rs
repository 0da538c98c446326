//! What an inert drawing may be made of: elements, attributes, style properties. Whatever is not named here goes.
//! Manual page: `tests/spec/pictures.md`.

/// Elements that draw, or that drawing needs. `title` and `desc` are not here: they are HTML integration points, and the
/// alternative text says the same.
pub const ELEMENTS: &[&str] = &[
    "animate", "animateMotion", "animateTransform", "circle", "clipPath", "defs", "ellipse", "feBlend", "feColorMatrix",
    "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight",
    "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode",
    "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence", "filter",
    "g", "image", "line", "linearGradient", "marker", "mask", "mpath", "path", "pattern", "polygon", "polyline",
    "radialGradient", "rect", "set", "stop", "svg", "switch", "symbol", "text", "textPath", "tspan", "use",
];

/// Elements that every exporter writes and nobody misses: they go without a word, with all they hold.
pub const SILENT: &[&str] = &["title", "desc", "metadata", "style", "namedview", "perspective", "RDF"];

/// Attributes that hold geometry, timing or words; their values cannot lead anywhere.
pub const PLAIN: &[&str] = &[
    "accumulate", "additive", "amplitude", "aria-hidden", "aria-label", "attributeName", "attributeType", "azimuth",
    "baseFrequency", "bias", "begin", "by", "calcMode", "clipPathUnits", "cx", "cy", "d", "diffuseConstant", "divisor", "dur",
    "dx", "dy", "edgeMode", "elevation", "end", "exponent", "fill-rule", "filterUnits", "fr", "from", "fx", "fy",
    "gradientTransform", "gradientUnits", "height", "in", "in2", "intercept", "k1", "k2", "k3", "k4", "kernelMatrix",
    "kernelUnitLength", "keyPoints", "keySplines", "keyTimes", "lang", "lengthAdjust", "limitingConeAngle", "markerHeight",
    "markerUnits", "markerWidth", "maskContentUnits", "maskUnits", "method", "mode", "numOctaves", "offset", "operator",
    "order", "orient", "origin", "path", "pathLength", "patternContentUnits", "patternTransform", "patternUnits", "points",
    "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha", "preserveAspectRatio", "primitiveUnits", "r", "radius", "refX",
    "refY", "repeatCount", "repeatDur", "restart", "result", "rotate", "rx", "ry", "scale", "seed", "side", "slope",
    "spacing", "specularConstant", "specularExponent", "spreadMethod", "startOffset", "stdDeviation", "stitchTiles",
    "surfaceScale", "systemLanguage", "tableValues", "targetX", "targetY", "textLength", "to", "type", "values", "viewBox",
    "width", "x", "x1", "x2", "xChannelSelector", "xml:space", "y", "y1", "y2", "yChannelSelector", "z",
];

/// Style properties, as attributes, in `style="…"` and in rules. Also the only targets of an animation, beside geometry.
pub const PROPERTIES: &[&str] = &[
    "alignment-baseline", "background", "background-color", "baseline-shift", "clip-path", "clip-rule", "color",
    "color-interpolation", "color-interpolation-filters", "cx", "cy", "d", "direction", "display", "dominant-baseline", "fill",
    "fill-opacity", "fill-rule", "filter", "flood-color", "flood-opacity", "font", "font-feature-settings", "font-size",
    "font-stretch", "font-style", "font-variant", "font-variant-numeric", "font-weight", "height", "image-rendering",
    "isolation", "letter-spacing", "lighting-color", "line-height", "marker", "marker-end", "marker-mid", "marker-start",
    "mask", "mask-type", "mix-blend-mode", "opacity", "overflow", "paint-order", "r", "rx", "ry", "shape-rendering",
    "stop-color", "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-align", "text-anchor", "text-decoration", "text-rendering",
    "text-transform", "transform", "transform-box", "transform-origin", "unicode-bidi", "vector-effect", "visibility",
    "white-space", "width", "word-spacing", "writing-mode", "x", "y",
];

/// Functions that a style value may call. `url` is looked at apart; `image-set`, `src`, `element`, `cross-fade` and what
/// may come one day could fetch something.
pub const FUNCTIONS: &[&str] = &[
    "blur", "brightness", "calc", "circle", "clamp", "color", "color-mix", "contrast", "cubic-bezier", "drop-shadow",
    "ellipse", "grayscale", "hsl", "hsla", "hue-rotate", "hwb", "inset", "invert", "lab", "lch", "light-dark", "matrix",
    "matrix3d", "max", "min", "oklab", "oklch", "opacity", "path", "polygon", "rgb", "rgba", "rotate", "rotatex", "rotatey",
    "rotatez", "saturate", "scale", "scalex", "scaley", "sepia", "skew", "skewx", "skewy", "steps", "translate", "translatex",
    "translatey", "var",
];

/// Attributes that exporters write for themselves and that draw nothing: they go without a word.
pub fn is_chatter(name: &str) -> bool {
    name.starts_with("data-")
        || name.starts_with("xmlns")
        || matches!(
            name,
            "class" | "version" | "baseProfile" | "enable-background" | "overflow" | "role" | "focusable" | "content" | "name"
                | "contentScriptType" | "contentStyleType" | "zoomAndPan" | "requiredFeatures" | "requiredExtensions"
                | "color-rendering" | "color-profile" | "xml:id" | "xml:lang" | "tabindex" | "font-family" | "aria-labelledby"
                | "aria-describedby" | "pointer-events" | "cursor" | "target" | "xlink:type" | "xlink:title" | "xlink:show"
                | "xlink:actuate" | "xlink:arcrole" | "xlink:role" | "kerning" | "clip" | "glyph-orientation-vertical"
                | "externalResourcesRequired" | "unselectable" | "solid-color" | "solid-opacity" | "media" | "style"
        )
}
