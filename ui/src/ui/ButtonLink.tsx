import { Button, type ButtonProps } from 'antd';
import type { MouseEvent } from 'react';
import { type To, useHref, useNavigate } from 'react-router';

export interface ButtonLinkProps extends Omit<ButtonProps, 'href' | 'onClick'> {
  to: To;
  /** Leaves the page where it is scrolled to. */
  preventScrollReset?: boolean;
}

/** A link that looks like a button: it opens in a new tab and is announced as a link, because it is one. */
export function ButtonLink({ to, type = 'primary', preventScrollReset, ...rest }: ButtonLinkProps) {
  const href = useHref(to);
  const navigate = useNavigate();
  const follow = (event: MouseEvent<HTMLElement>) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to, { preventScrollReset });
  };
  return <Button {...rest} type={type} href={href} onClick={follow} />;
}
