import { useEffect, useRef } from 'react';

/**
 * Takes the layers of the chart that it stands in out of the order of Tab. React listens for focus on each of them, and
 * Chromium has Tab stop at every SVG element on which somebody does: a dozen stops without a name.
 */
export function UntabbedLayers() {
  const place = useRef<SVGGElement>(null);
  useEffect(() => {
    const layers = place.current?.ownerSVGElement?.querySelectorAll<SVGGElement>('[class^="recharts-zIndex-layer"]');
    for (const layer of layers ?? []) layer.tabIndex = -1;
  });
  return <g ref={place} />;
}
