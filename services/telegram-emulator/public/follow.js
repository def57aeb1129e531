import { reducedMotion } from "./dom.js";

/**
 * Keeps a scrolling list at its end while messages arrive, grow and shrink, as long as the reader is at the end.
 * Moves a part of the way each frame, because the end itself moves while bubbles are being animated.
 */
const NEAR_END_PX = 80;
const EASE = 0.4;

export function followEnd(scroller, onMoved) {
  let sticking = true;
  let gliding = false;

  const distance = () => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;

  function jump() {
    sticking = true;
    scroller.scrollTop = scroller.scrollHeight;
    onMoved(true);
  }

  function glide() {
    sticking = true;
    if (reducedMotion()) {
      jump();
      return;
    }
    if (gliding) return;
    gliding = true;
    const frame = () => {
      const left = distance();
      if (!sticking || left < 1) {
        gliding = false;
        onMoved(sticking);
        return;
      }
      scroller.scrollTop += Math.ceil(left * EASE);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  // Only the reader's own hand lets go of the end; our own scrolling never does.
  const letGo = () => {
    sticking = false;
    requestAnimationFrame(() => {
      sticking = distance() < NEAR_END_PX;
      onMoved(sticking);
    });
  };
  scroller.addEventListener("wheel", (event) => event.deltaY < 0 && letGo(), { passive: true });
  scroller.addEventListener("touchmove", letGo, { passive: true });
  scroller.addEventListener(
    "keydown",
    (event) => /^(Page|Arrow|Home)/.test(event.key) && event.target === scroller && letGo(),
  );
  scroller.addEventListener("scroll", () => {
    if (gliding) return;
    sticking = distance() < NEAR_END_PX;
    onMoved(sticking);
  });
  const resized = new ResizeObserver(() => sticking && glide());

  return { jump, glide, watch: (node) => resized.observe(node), isAtEnd: () => sticking };
}
